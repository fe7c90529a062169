using System.Xml;
using BalloonExporter.Core.Model;
using BalloonExporter.Tracking;
using LibvirtSharp;

namespace BalloonExporter.Libvirt;

/// <summary>
/// Reads facts of domains: from the cache, or from the XML of new and changed domains, over all connections in parallel. Reading XML does
/// not use the monitor, but waits for the lock of a domain that is being started or stopped.
/// </summary>
internal sealed partial class FactsReader(IReadOnlyList<LibvirtSession> sessions, FactsCache cache, ILogger log)
{
    /// <summary>Facts of these domains; <see cref="DomainFacts.Unknown"/> where they could not be read. Never throws because of libvirt.</summary>
    public async Task<IReadOnlyDictionary<Guid, DomainFacts>> ReadAsync(
        IReadOnlyCollection<Guid> uuids, HypervisorDriver driver, TimeSpan deadline, CancellationToken cancellation)
    {
        var facts = uuids.ToDictionary(uuid => uuid, cache.Of);
        var missing = facts.Where(each => each.Value is null).Select(each => each.Key).ToList();
        // Many new domains are spread evenly over all connections; a single one uses one.
        var shares = missing.Chunk((missing.Count + sessions.Count - 1) / sessions.Count is var size and > 0 ? size : 1);
        foreach (var share in await Task.WhenAll(sessions.Zip(shares, (session, share) => ReadAsync(session, share, driver, deadline, cancellation))))
        {
            foreach (var (uuid, read) in share)
                facts[uuid] = read;
        }

        return facts.ToDictionary(each => each.Key, each => each.Value ?? DomainFacts.Unknown);
    }

    private async Task<IReadOnlyList<(Guid Uuid, DomainFacts? Facts)>> ReadAsync(
        LibvirtSession session, Guid[] uuids, HypervisorDriver driver, TimeSpan deadline, CancellationToken cancellation)
    {
        try
        {
            return await session.CallAsync(
                connection => DomainLookup.Find(connection, uuids).Select(domain => (domain.Uuid, Read(connection, domain, driver))).ToList(),
                deadline,
                cancellation);
        }
        catch (Exception exception) when (exception is TimeoutException or LibvirtException)
        {
            FactsUnreadable(uuids[0], exception.Message);
            return [];
        }
    }

    private DomainFacts? Read(LibvirtConnection connection, LibvirtDomain domain, HypervisorDriver driver)
    {
        using (domain)
        {
            try
            {
                return cache.Remember(domain.Uuid, domain.Name, DomainDefinition.Read(domain, driver));
            }
            catch (Exception exception) when (exception is LibvirtException or XmlException && connection.IsAlive)
            {
                FactsUnreadable(domain.Uuid, exception.Message);
                return null;
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The XML of a domain could not be read: it is left alone")]
    private partial void FactsUnreadable(Guid uuid, string err);
}
