namespace BalloonExporter.Core.Model;

/// <summary>Why a reflex asked for a target. A closed set: a field of the log and of the API.</summary>
public enum ReflexCause
{
    /// <summary>The guest swapped out.</summary>
    SwapOut,

    /// <summary>Next to nothing of the guest's memory is usable.</summary>
    UsableLow,

    /// <summary>The guest needs more than its target.</summary>
    Demand,

    /// <summary>The guest took memory back by itself.</summary>
    SelfDeflation,

    /// <summary>What the guest was given has not arrived.</summary>
    NotArriving,

    /// <summary>Another guest is to be rescued, and the host has no room for that.</summary>
    Room,

    /// <summary>A domain has just started or is about to, and the host has no room for that.</summary>
    Start,

    /// <summary>The host is short of memory: RED.</summary>
    Red,

    /// <summary>The host may kill guests any moment: CRIT.</summary>
    Critical,

    /// <summary>The customer opted out and is owed what was taken before.</summary>
    OptedOut,

    /// <summary>No plan comes any more.</summary>
    NoHeartbeat,

    /// <summary>The guest does not report any more.</summary>
    Silent,

    /// <summary>The balloon got stuck on its way down.</summary>
    Stalled,
}
