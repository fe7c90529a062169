using LibvirtSharp;

namespace BalloonExporter.Libvirt;

/// <summary>Finds domains by UUID, with a call each: a list would wait for the locks of all others.</summary>
internal static class DomainLookup
{
    /// <summary>Handles of these domains, to be disposed of by the caller; those that are gone are missing.</summary>
    /// <exception cref="LibvirtException">libvirt refused, or cannot be reached.</exception>
    public static IReadOnlyList<LibvirtDomain> Find(LibvirtConnection connection, IReadOnlyCollection<Guid> uuids) =>
        [.. uuids.Select(connection.FindDomain).OfType<LibvirtDomain>()];
}
