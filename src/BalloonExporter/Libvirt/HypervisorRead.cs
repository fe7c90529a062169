using BalloonExporter.Core.Model;

namespace BalloonExporter.Libvirt;

/// <summary>Result of one read of a hypervisor.</summary>
/// <param name="ReadAt">When it was read.</param>
/// <param name="Driver">What libvirt drives it with.</param>
/// <param name="Domains">All domains, including shut off ones.</param>
internal sealed record HypervisorRead(Moment ReadAt, HypervisorDriver Driver, IReadOnlyList<DomainRead> Domains)
{
    /// <summary>Versions and address; null while unknown.</summary>
    public HypervisorInfo? Info { get; init; }

    /// <summary>Whether <see cref="Domains"/> is an earlier list: newer domains are missing.</summary>
    public bool IsOldList { get; init; }
}
