using BalloonExporter.Domains;
using BalloonExporter.Policy;

namespace BalloonExporter.Reflexes;

/// <summary>
/// When a domain has to be looked at again: a look costs, and most guests cannot get into trouble before the next scrape. Pure.
/// </summary>
public static class Watching
{
    /// <summary>A domain that has all it was sold cannot be helped, and so is not watched.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.MaxValue;

    private static readonly TimeSpan Near = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Inflated = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Comfortable = TimeSpan.FromSeconds(6);

    // A guest can eat about this much before anybody looks.
    private const long AppetiteKibPerSecond = 256 * 1024;

    /// <summary>How long after a look at a domain the next one is due.</summary>
    public static TimeSpan Pause(DomainMemory domain, MovementLedger.Account account, Limits limits)
    {
        if (domain is not { State: DomainState.Running, CurrentKib: { } currentKib, MaximumKib: { } maximumKib } || domain.Excluded)
            return Quiet;
        if (account.UnderWayKib is not null)
            return Near;
        if (maximumKib - currentKib < limits.DeadBandKib(maximumKib))
            return Quiet;
        if (domain is not { Guest.UsableKib: { } usableKib, StatisticsFresh: true })
            return Inflated;
        // How long what is usable lasts, beyond the point where it has to be rescued.
        var spareKib = usableKib - (long)(currentKib * limits.RescueUsableShare);
        if (spareKib < currentKib * limits.RescueUsableShare || domain.WorkingSet is { RisePerSecondKib: > 0 } rising && rising.RisePerSecondKib * 10 > spareKib)
            return Near;
        var lasts = TimeSpan.FromSeconds((double)spareKib / AppetiteKibPerSecond);
        return lasts < Inflated ? Inflated : lasts > Comfortable ? Comfortable : lasts;
    }
}
