namespace BalloonExporter.Simulator.World;

/// <summary>How a guest treats its balloon and those who ask.</summary>
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

    /// <summary>Is stuck in every other five minutes.</summary>
    Recovers,

    /// <summary>Reboots every twenty minutes: for some seconds it has all its memory, whatever its balloon says.</summary>
    Reboots,

    /// <summary>Says that nearly all its memory is usable.</summary>
    Lies,

    /// <summary>Has a balloon and never reports.</summary>
    Silent,

    /// <summary>
    /// With less than 2 % of its maximum left it does nothing but look for memory: no work, no samples, no end, until 5 % are left again or its
    /// kernel kills at last.
    /// </summary>
    Livelocks,
}
