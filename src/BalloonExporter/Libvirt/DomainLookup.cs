using LibvirtSharp;

namespace BalloonExporter.Libvirt;

/// <summary>Looks domains up by UUID, one call each: listing would wait for the locks of all others.</summary>
internal static class DomainLookup
{
    /// <summary>Handles of these domains, which the caller disposes of; those that are gone are missing.</summary>
    /// <exception cref="LibvirtException">libvirt refused, or cannot be reached.</exception>
    public static IReadOnlyList<LibvirtDomain> Find(LibvirtConnection connection, IReadOnlyCollection<Guid> uuids) =>
        [.. uuids.Select(connection.FindDomain).OfType<LibvirtDomain>()];
}
