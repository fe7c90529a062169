using BalloonExporter.Core.Model;
using LibvirtSharp;

namespace BalloonExporter.Libvirt;

/// <summary>What one hypervisor said at one moment.</summary>
/// <param name="ReadAt">When.</param>
/// <param name="Driver">libvirt's driver in lower case.</param>
/// <param name="Domains">All domains, shut off ones too.</param>
internal sealed record HypervisorRead(Moment ReadAt, string Driver, IReadOnlyList<DomainRead> Domains)
{
    /// <summary>Versions and address; null while they are not known.</summary>
    public HypervisorInfo? Info { get; init; }

    /// <summary>Whether <see cref="Domains"/> are those of an earlier list: those that came since are missing.</summary>
    public bool IsOldList { get; init; }
}

/// <summary>What libvirt said of one domain.</summary>
/// <param name="Stats">Name, UUID and state, and its balloon if it was read.</param>
/// <param name="Facts">What its XML says.</param>
internal sealed record DomainRead(DomainStats Stats, DomainFacts Facts)
{
    // virDomainShutoffReason and virDomainPausedReason.
    private const int ShutOffCrashed = 3;
    private const int PausedIoError = 5;
    private const int PausedCrashed = 10;

    public BalloonExporter.Core.Model.DomainState State => (BalloonExporter.Core.Model.DomainState)(Stats.State?.State.Raw ?? 0);

    /// <summary>Why it stands still or is gone although nobody stopped it; null: it does neither, or libvirt does not tell.</summary>
    public DomainFailure? Failure => (State, Stats.State?.Reason) switch
    {
        (BalloonExporter.Core.Model.DomainState.Crashed, _) => DomainFailure.Crashed,
        (BalloonExporter.Core.Model.DomainState.ShutOff, ShutOffCrashed) => DomainFailure.Crashed,
        (BalloonExporter.Core.Model.DomainState.Paused, PausedCrashed) => DomainFailure.Crashed,
        (BalloonExporter.Core.Model.DomainState.Paused, PausedIoError) => DomainFailure.IoError,
        _ => null,
    };

    public bool IsActive => State is not (BalloonExporter.Core.Model.DomainState.ShutOff
        or BalloonExporter.Core.Model.DomainState.NoState or BalloonExporter.Core.Model.DomainState.Crashed);
}
