namespace BalloonExporter.Simulator.World;

/// <summary>How a guest follows its balloon's target and answers requests for statistics.</summary>
public enum GuestManner
{
    /// <summary>Follows at the speed of a healthy driver.</summary>
    Obeys,

    /// <summary>Gives 6 MiB a second.</summary>
    Slow,

    /// <summary>Gives nothing below 70 % of its maximum.</summary>
    StopsAtALimit,

    /// <summary>Never gives anything.</summary>
    Stuck,

    /// <summary>Alternates between five minutes stuck and five minutes healthy.</summary>
    Recovers,

    /// <summary>Reboots every twenty minutes; its driver does not take anything for the first five seconds.</summary>
    Reboots,

    /// <summary>Reports that nearly all its memory is usable.</summary>
    Lies,

    /// <summary>Has a balloon and never reports.</summary>
    Silent,

    /// <summary>
    /// With less than 2 % of its maximum left it does nothing but reclaim memory: no work, no samples, until 5 % are left again or its kernel kills a
    /// program after a minute.
    /// </summary>
    Livelocks,
}
