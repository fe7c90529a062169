using System.Globalization;
using System.Xml;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using LibvirtSharp;

namespace BalloonExporter.Libvirt;

/// <summary>Reads and stores policies for commands over connections of its own. A call that libvirt does not answer is abandoned: its thread ends with the command.</summary>
/// <param name="uris">The libvirts.</param>
/// <param name="patience">How long each question may take; null: <see cref="Deadline"/>.</param>
internal sealed class DirectPolicyStore(IReadOnlyList<Uri> uris, TimeSpan? patience = null) : IPolicyEditor
{
    // A large host lists a thousand domains in two seconds.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(15);

    private readonly TimeSpan _patience = patience ?? Deadline;

    public PolicyAnswer Read(string nameOrUuid) =>
        Within(() => Ask(nameOrUuid, LibvirtConnection.OpenReadOnly, PolicyMetadata.Read), problem => new PolicyAnswer(null, problem));

    public PolicyAnswer Change(string nameOrUuid, Func<StoredDomain, PolicySpec?> change) => Within(
        () => Ask(nameOrUuid, LibvirtConnection.Open, (connection, domain) => PolicyMetadata.Change(connection, domain, change)),
        problem => new PolicyAnswer(null, $"{problem}. Whether the policy was stored is unknown"));

    public (IReadOnlyList<StoredDomain> Domains, string? Error) List() => Within(ListAll, problem => ([], problem));

    private T Within<T>(Func<T> ask, Func<string, T> unanswered)
    {
        try
        {
            return Task.Run(ask).WaitAsync(_patience).GetAwaiter().GetResult();
        }
        catch (TimeoutException)
        {
            return unanswered(string.Create(
                CultureInfo.InvariantCulture, $"libvirt at {string.Join(' ', uris.Select(uri => uri.OriginalString))} did not answer within {_patience.TotalSeconds:0.#} s: its daemon hangs or is overloaded"));
        }
    }

    private (IReadOnlyList<StoredDomain> Domains, string? Error) ListAll()
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
