using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Reflexes;

/// <summary>
/// When a domain has to be looked at again: a look costs, and most guests cannot get into trouble before the next scrape. Pure.
/// </summary>
public static class LookSchedule
{
    /// <summary>A domain that has all it was sold cannot be helped, and so is not watched.</summary>
    public static readonly TimeSpan Never = TimeSpan.MaxValue;

    /// <summary>How often a tight guest is asked for its statistics.</summary>
    public static readonly TimeSpan TightPeriod = TimeSpan.FromSeconds(1);

    // A sample comes when its period is over. A look a little before that tells when exactly, and one after each of these pauses.
    private static readonly TimeSpan Overdue = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Near = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Inflated = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Comfortable = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Tight = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan NoLongerTight = TimeSpan.FromSeconds(2);

    /// <summary>How long after a look at a domain the next one is due.</summary>
    /// <param name="domain">What the look saw.</param>
    /// <param name="sampleSeenBefore">Of when the sample was that the look before saw.</param>
    /// <param name="entry">What was set, granted and taken for this domain.</param>
    /// <param name="limits">The constants.</param>
    public static TimeSpan DelayAfter(DomainMemory domain, Moment? sampleSeenBefore, LedgerEntry entry, Limits limits)
    {
        if (domain is not { State: DomainState.Running, CurrentKib: { } currentKib, MaximumKib: { } maximumKib } || domain.Excluded)
            return Never;
        if (entry.UnderWayKib is not null)
            return Near;
        if (maximumKib - currentKib < limits.DeadBandMinimumKib)
            return Never;
        if (domain is not { Guest.UsableKib: { } usableKib, StatisticsFresh: true })
            return Inflated;
        if (Lasts(usableKib, currentKib, limits) is var lasts && lasts < Tight)
        {
            return domain.Guest.SampledAt != sampleSeenBefore && domain.Facts.StatisticsPeriod is { } period && period > Overdue
                ? period - Overdue
                : Overdue;
        }

        if (domain.WorkingSet is { RisePerSecondKib: > 0 } rising && rising.RisePerSecondKib * 10 > SpareKib(usableKib, currentKib, limits))
            return Near;
        return lasts < Inflated ? Inflated : lasts > Comfortable ? Comfortable : lasts;
    }

    /// <summary>Whether a guest could run out of memory before a sample of a slower period tells so.</summary>
    /// <param name="domain">What was seen.</param>
    /// <param name="already">Whether it counts as tight already: then only a clear change ends that.</param>
    /// <param name="limits">The constants.</param>
    public static bool IsTight(DomainMemory domain, bool already, Limits limits)
    {
        if (domain is not { State: DomainState.Running, CurrentKib: { } currentKib, MaximumKib: { } maximumKib } || domain.Excluded)
            return false;
        if (maximumKib - currentKib < limits.DeadBandMinimumKib)
            return false;
        return domain is { Guest.UsableKib: { } usableKib, StatisticsFresh: true }
            ? Lasts(usableKib, currentKib, limits) < (already ? NoLongerTight : Tight)
            : already;
    }

    // How long what is usable lasts, beyond the point where it has to be rescued.
    private static TimeSpan Lasts(long usableKib, long currentKib, Limits limits) =>
        TimeSpan.FromSeconds((double)SpareKib(usableKib, currentKib, limits) / limits.AssumedGrowthKibPerSecond);

    private static long SpareKib(long usableKib, long currentKib, Limits limits) => usableKib - (long)(currentKib * limits.Planner.PressureUsableRatio);
}
