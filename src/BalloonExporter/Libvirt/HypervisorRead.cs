using BalloonExporter.Core.Model;

namespace BalloonExporter.Libvirt;

/// <summary>What one hypervisor said at one moment.</summary>
/// <param name="ReadAt">When.</param>
/// <param name="Driver">What libvirt drives it with.</param>
/// <param name="Domains">All domains, shut off ones too.</param>
internal sealed record HypervisorRead(Moment ReadAt, HypervisorDriver Driver, IReadOnlyList<DomainRead> Domains)
{
    /// <summary>Versions and address; null while they are not known.</summary>
    public HypervisorInfo? Info { get; init; }

    /// <summary>Whether <see cref="Domains"/> are those of an earlier list: those that came since are missing.</summary>
    public bool IsOldList { get; init; }
}
