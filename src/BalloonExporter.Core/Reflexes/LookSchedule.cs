using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Reflexes;

/// <summary>
/// Decides when a domain is read again: reads cost CPU time, and most guests cannot run out of memory before the next scrape. Pure.
/// </summary>
public static class LookSchedule
{
    /// <summary>A domain at its maximum cannot be given more, so it needs no look.</summary>
    public static readonly TimeSpan Never = TimeSpan.MaxValue;

    /// <summary>Statistics period of a tight guest.</summary>
    public static readonly TimeSpan TightPeriod = TimeSpan.FromSeconds(1);

    // A sample arrives at the end of its period. A look shortly before that finds the exact time; the next ones follow at these intervals.
    private static readonly TimeSpan Overdue = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Near = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Inflated = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Comfortable = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Tight = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan NoLongerTight = TimeSpan.FromSeconds(2);

    /// <summary>Delay until the next look at a domain.</summary>
    /// <param name="domain">The domain as just read.</param>
    /// <param name="sampleSeenBefore">Time of the sample that the previous look found.</param>
    /// <param name="entry">State kept for this domain.</param>
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

    /// <summary>Whether a guest could run out of memory before a sample with a slower period shows it.</summary>
    /// <param name="domain">The domain as read.</param>
    /// <param name="already">Whether it is already tight: then only a clear change ends that.</param>
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

    // How long the usable memory lasts until a rescue is needed.
    private static TimeSpan Lasts(long usableKib, long currentKib, Limits limits) =>
        TimeSpan.FromSeconds((double)SpareKib(usableKib, currentKib, limits) / limits.AssumedGrowthKibPerSecond);

    private static long SpareKib(long usableKib, long currentKib, Limits limits) => usableKib - (long)(currentKib * limits.Planner.PressureUsableRatio);
}
