using LibvirtSharp;

namespace BalloonExporter.Hypervisor;

/// <summary>Finds domains by UUID: a few with a call each, many in one list of all.</summary>
internal static class DomainLookup
{
    // A list of 300 domains takes as long as about ten calls.
    private const int Many = 10;

    /// <summary>Handles of these domains, to be disposed of by the caller; those that are gone are missing.</summary>
    /// <exception cref="LibvirtException">libvirt refused, or cannot be reached.</exception>
    public static IReadOnlyList<LibvirtDomain> Find(LibvirtConnection connection, IReadOnlyCollection<Guid> uuids) =>
        uuids.Count > Many ? FindInList(connection, uuids.ToHashSet()) : [.. uuids.Select(connection.FindDomain).OfType<LibvirtDomain>()];

    private static List<LibvirtDomain> FindInList(LibvirtConnection connection, HashSet<Guid> uuids)
    {
        var found = new List<LibvirtDomain>(uuids.Count);
        foreach (var domain in connection.ListDomains())
        {
            if (uuids.Contains(domain.Uuid))
                found.Add(domain);
            else
                domain.Dispose();
        }

        return found;
    }
}
