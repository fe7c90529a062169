using BalloonExporter.Policy;

namespace BalloonExporter.Domains;

/// <summary>Moves the balloon of a running domain.</summary>
public interface IBalloon
{
    /// <summary>Sets the balloon's target of the running instance only, never of the persistent configuration.</summary>
    /// <param name="uuid">The domain.</param>
    /// <param name="targetKib">Its target.</param>
    /// <param name="lastCheck">Asked just before the call; whatever reason it has against it, the call is not made.</param>
    /// <param name="cancellation">Gives the call up.</param>
    /// <returns>How it went; never throws because of libvirt.</returns>
    Task<BalloonOutcome> SetTargetAsync(Guid uuid, long targetKib, Func<DomainAtCall, DecisionReason?> lastCheck, CancellationToken cancellation);
}

/// <summary>What can be learned of a domain without its guest, just before a call.</summary>
/// <param name="State">Its state.</param>
/// <param name="JobActive">Whether a job runs on it.</param>
/// <param name="CurrentKib">Where its balloon stands.</param>
public readonly record struct DomainAtCall(DomainState State, bool JobActive, long CurrentKib);

/// <summary>How a call to move a balloon went.</summary>
public enum BalloonOutcome
{
    /// <summary>libvirt accepted the target. Whether the guest follows is seen later.</summary>
    Accepted,

    /// <summary>The domain is no longer there, or no longer runs.</summary>
    DomainGone,

    /// <summary>The call did not return in time and was given up.</summary>
    TimedOut,

    /// <summary>The last check had a reason against it.</summary>
    CalledOff,

    /// <summary>libvirt takes no target that high.</summary>
    RefusedAsTooHigh,

    /// <summary>libvirt refused or the connection failed.</summary>
    Failed,
}
