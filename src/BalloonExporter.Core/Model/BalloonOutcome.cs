namespace BalloonExporter.Core.Model;

/// <summary>How a call to move a balloon went.</summary>
public enum BalloonOutcome
{
    /// <summary>libvirt accepted the target. Whether the guest follows is seen later.</summary>
    Accepted,

    /// <summary>The domain is no longer there, or no longer runs.</summary>
    DomainGone,

    /// <summary>The call did not return in time and was given up.</summary>
    TimedOut,

    /// <summary>A preflight check refused the call.</summary>
    CalledOff,

    /// <summary>libvirt refused the target as too high.</summary>
    RefusedAsTooHigh,

    /// <summary>libvirt refused or the connection failed.</summary>
    Failed,
}
