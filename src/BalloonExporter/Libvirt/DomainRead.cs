using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using LibvirtSharp;
using DomainState = BalloonExporter.Core.Model.DomainState;

namespace BalloonExporter.Libvirt;

/// <summary>libvirt's data of one domain.</summary>
/// <param name="Stats">Name, UUID and state, and balloon statistics if they were read.</param>
/// <param name="Facts">Facts from its XML.</param>
internal sealed record DomainRead(DomainStats Stats, DomainFacts Facts) : IHypervisorDomain
{
    // virDomainShutoffReason and virDomainPausedReason.
    private const int ShutOffCrashed = 3;
    private const int PausedIoError = 5;
    private const int PausedCrashed = 10;

    /// <summary>libvirt's UUID of the domain.</summary>
    public Guid Uuid => Stats.Uuid;

    /// <summary>libvirt's name of the domain.</summary>
    public string Name => Stats.Name;

    public DomainMemory? Known { get; init; }

    /// <summary>Resident memory of its process as libvirt reports it, in KiB (<c>balloon.rss</c>); null when it does not.</summary>
    public long? ResidentKib => DomainConversion.ToKib(Stats.Balloon?.RssKib);

    public DomainState State => (DomainState)(Stats.State?.State.Raw ?? 0);

    /// <summary>Why it is paused or stopped without a command; null: it is not, or libvirt does not say.</summary>
    public DomainFailure? Failure => (State, Stats.State?.Reason) switch
    {
        (DomainState.Crashed, _) => DomainFailure.Crashed,
        (DomainState.ShutOff, ShutOffCrashed) => DomainFailure.Crashed,
        (DomainState.Paused, PausedCrashed) => DomainFailure.Crashed,
        (DomainState.Paused, PausedIoError) => DomainFailure.IoError,
        _ => null,
    };

    public bool IsActive => State is not (DomainState.ShutOff
        or DomainState.NoState or DomainState.Crashed);

    public DomainMemory ToMemory(long? residentKib, SteadyClock clock) => DomainConversion.ToMemory(this, residentKib, clock);
}
