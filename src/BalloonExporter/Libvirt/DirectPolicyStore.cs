using System.Xml;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using LibvirtSharp;

namespace BalloonExporter.Libvirt;

/// <summary>Reads and stores policies for commands: opens its own connections, and waits without a deadline.</summary>
internal sealed class DirectPolicyStore(IReadOnlyList<Uri> uris) : IPolicyEditor
{
    public PolicyAnswer Read(string nameOrUuid) => Ask(nameOrUuid, LibvirtConnection.OpenReadOnly, PolicyMetadata.Read);

    public PolicyAnswer Change(string nameOrUuid, Func<StoredDomain, PolicySpec?> change) =>
        Ask(nameOrUuid, LibvirtConnection.Open, (connection, domain) => PolicyMetadata.Change(connection, domain, change));

    public (IReadOnlyList<StoredDomain> Domains, string? Error) List()
    {
        var domains = new Dictionary<Guid, StoredDomain>();
        string? error = null;
        foreach (var uri in uris)
        {
            try
            {
                using var connection = LibvirtConnection.OpenReadOnly(uri.OriginalString);
                foreach (var domain in connection.ListDomains())
                {
                    using (domain)
                    {
                        if (TryRead(connection, domain) is { } read)
                            domains.TryAdd(read.Uuid, read);
                    }
                }
            }
            catch (LibvirtException exception)
            {
                error ??= exception.LibvirtMessage;
            }
        }

        return ([.. domains.Values.OrderBy(domain => domain.Name, StringComparer.Ordinal)], error);
    }

    // A domain may vanish while the others are listed.
    private static StoredDomain? TryRead(LibvirtConnection connection, LibvirtDomain domain)
    {
        try
        {
            return PolicyMetadata.Read(connection, domain);
        }
        catch (Exception exception) when (exception is LibvirtException or XmlException && connection.IsAlive)
        {
            return null;
        }
    }

    private PolicyAnswer Ask(string nameOrUuid, Func<string, LibvirtConnection> open, Func<LibvirtConnection, LibvirtDomain, StoredDomain> use)
    {
        string? error = null;
        foreach (var uri in uris)
        {
            try
            {
                using var connection = open(uri.OriginalString);
                using var domain = Find(connection, nameOrUuid);
                if (domain is not null)
                    return new PolicyAnswer(use(connection, domain), null);
            }
            catch (Exception exception) when (exception is LibvirtException or XmlException)
            {
                error ??= (exception as LibvirtException)?.LibvirtMessage ?? exception.Message;
            }
        }

        return new PolicyAnswer(null, error);
    }

    // If the text is both a name and a UUID, the UUID wins, as with virsh.
    private static LibvirtDomain? Find(LibvirtConnection connection, string nameOrUuid)
    {
        if (Guid.TryParse(nameOrUuid, out var uuid) && connection.FindDomain(uuid) is { } found)
            return found;
        LibvirtDomain? named = null;
        foreach (var domain in connection.ListDomains())
        {
            if (named is null && domain.Name == nameOrUuid)
                named = domain;
            else
                domain.Dispose();
        }

        return named;
    }
}
