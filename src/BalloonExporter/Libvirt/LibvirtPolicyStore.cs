using System.Xml;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Tracking;
using LibvirtSharp;

namespace BalloonExporter.Libvirt;

/// <summary>Reads and stores policies over the exporter's own sessions.</summary>
internal sealed class LibvirtPolicyStore(Hypervisors hypervisors, DomainEvents domains) : IPolicyStore
{
    private static readonly TimeSpan CallDeadline = TimeSpan.FromSeconds(5);

    public Task<PolicyAnswer> ReadAsync(Guid uuid, CancellationToken cancellation) =>
        AskAllAsync(hypervisors.Readers.Select(reader => reader.AskAsync(connection => Find(connection, uuid, PolicyMetadata.Read), CallDeadline, cancellation)));

    // The session runs one call at a time, so nothing comes between reading and storing.
    public async Task<PolicyAnswer> ChangeAsync(Guid uuid, Func<StoredDomain, PolicySpec?> change, CancellationToken cancellation)
    {
        var answer = await AskAllAsync(hypervisors.Writers.Select(writer => writer.CallAsync(
            connection => Find(connection, uuid, (at, domain) => PolicyMetadata.Change(at, domain, change)), CallDeadline, cancellation)));
        // libvirt sends an event too, but the next caller must not get the old policy.
        domains.Changed(uuid);
        return answer;
    }

    // One after another, lazily: a UUID is one domain, whatever connections it is listed on.
    private static async Task<PolicyAnswer> AskAllAsync(IEnumerable<Task<StoredDomain?>> questions)
    {
        string? error = null;
        foreach (var question in questions)
        {
            try
            {
                if (await question is { } domain)
                    return new PolicyAnswer(domain, null);
            }
            catch (Exception exception) when (exception is TimeoutException or LibvirtException or XmlException)
            {
                error ??= (exception as LibvirtException)?.LibvirtMessage ?? exception.Message;
            }
        }

        return new PolicyAnswer(null, error);
    }

    private static StoredDomain? Find(LibvirtConnection connection, Guid uuid, Func<LibvirtConnection, LibvirtDomain, StoredDomain> use)
    {
        using var domain = connection.FindDomain(uuid);
        return domain is null ? null : use(connection, domain);
    }
}
