using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Reflexes;

/// <summary>
/// Decides when a domain is read again. Reads cost CPU time, and between two samples there is nothing new to see: a look is made when a
/// sample has just arrived, each time for a tight guest, and for others when they could have become tight. Pure.
/// </summary>
public static class LookSchedule
{
    /// <summary>A domain at its maximum cannot be given more, so it needs no look.</summary>
    public static readonly Moment Never = Moment.MaxValue;

    /// <summary>Statistics period of a tight guest.</summary>
    public static readonly TimeSpan TightPeriod = TimeSpan.FromSeconds(1);

    // How late a look may find a sample. A wider window is halved by a look in its middle.
    private static readonly TimeSpan Precision = TimeSpan.FromMilliseconds(125);
    private static readonly TimeSpan Overdue = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Near = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Silent = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Comfortable = TimeSpan.FromSeconds(6);
    // A guest without swap dies in the third second of a burst; one that is known to have swap has more time.
    private static readonly TimeSpan Tight = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan TightWithSwap = TimeSpan.FromSeconds(1);
    // Of what a guest has; more is not little, however small the guest is.
    private const double LittleShare = 0.5;
    private const double MostTimesAssumed = 4;
    // A guest that is tight stays so until it is clearly not.
    private static readonly TimeSpan Clearly = TimeSpan.FromSeconds(1);

    /// <summary>When a domain is to be looked at again; <see cref="Never"/> when not at all.</summary>
    /// <param name="domain">The domain as just read.</param>
    /// <param name="entry">State kept for this domain.</param>
    /// <param name="limits">The constants.</param>
    /// <param name="now">The moment of the look just made.</param>
    public static Moment NextAt(DomainMemory domain, LedgerEntry entry, Limits limits, Moment now)
    {
        if (domain is not { State: DomainState.Running, CurrentKib: { } currentKib, MaximumKib: { } maximumKib } || domain.Excluded)
            return Never;
        var moves = entry.UnderWayKib is not null;
        if (!moves && maximumKib - currentKib < limits.DeadBandMinimumKib)
            return Never;
        var at = domain is { Guest.UsableKib: { } usableKib, StatisticsFresh: true }
            ? AtSample(domain, Lasts(domain, usableKib, currentKib, limits), limits, now)
            : now + Silent;
        return moves && at > now + Near ? now + Near : at;
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
            ? Lasts(domain, usableKib, currentKib, limits) < HorizonOf(domain, limits) + (already ? Clearly : TimeSpan.Zero)
            : already;
    }

    /// <summary>
    /// How long the usable memory of a guest lasts that could run out of it before its next periodic sample; null when it is not that
    /// tight, or has no use for a sample on demand.
    /// </summary>
    public static TimeSpan? Presses(DomainMemory domain, Limits limits) =>
        domain is { State: DomainState.Running, MonitorAnswered: true, CurrentKib: { } currentKib, MaximumKib: { } maximumKib, Guest.UsableKib: { } usableKib, StatisticsFresh: true }
        && !domain.Excluded && maximumKib - currentKib >= limits.DeadBandMinimumKib
        && Lasts(domain, usableKib, currentKib, limits) is var lasts && lasts < TightPeriod
            ? lasts
            : null;

    /// <summary>
    /// Whether this much usable memory could be gone within the time that counts as tight, and is no large part of what the guest has: a small
    /// guest that hardly uses anything is not short.
    /// </summary>
    internal static bool IsLittle(DomainMemory domain, long usableKib, long currentKib, Limits limits) =>
        Lasts(domain, usableKib, currentKib, limits) < Tight && usableKib < currentKib * LittleShare;

    private static Moment AtSample(DomainMemory domain, TimeSpan lasts, Limits limits, Moment now)
    {
        var tight = lasts < HorizonOf(domain, limits);
        var pause = tight ? TimeSpan.Zero : Grows(domain, limits) ? Near : lasts > Comfortable ? Comfortable : lasts;
        if (domain is not { NextSample: { } next, Facts.StatisticsPeriod: { } period })
            return now + (tight ? Overdue : pause);
        // The last sample that arrives before the pause is over, or the next one.
        var more = now + pause - next.By;
        var at = more >= period ? next.By + (period * Math.Floor(more / period))
            : next.By - next.After > Precision && next.Middle > now ? next.Middle
            : next.By;
        return at > now ? at : now + (tight ? Overdue : Near);
    }

    private static TimeSpan HorizonOf(DomainMemory domain, Limits limits) =>
        EffectivePolicy.Of(domain, limits) is { SwapKib: > 0 } ? TightWithSwap : Tight;

    private static bool Grows(DomainMemory domain, Limits limits) =>
        domain is { WorkingSet: { RisePerSecondKib: > 0 } rising, Guest.UsableKib: { } usableKib, CurrentKib: { } currentKib }
        && rising.RisePerSecondKib * 10 > SpareKib(usableKib, currentKib, limits);

    // How long the usable memory lasts until a rescue is needed.
    private static TimeSpan Lasts(DomainMemory domain, long usableKib, long currentKib, Limits limits) =>
        TimeSpan.FromSeconds((double)SpareKib(usableKib, currentKib, limits) / GrowthKibPerSecond(domain, limits));

    // At least what every guest is believed to be able to; what it showed is believed up to a limit, so that none is looked at without need for ever.
    private static double GrowthKibPerSecond(DomainMemory domain, Limits limits) =>
        Math.Clamp(domain.WorkingSet?.LargestRisePerSecondKib ?? 0, limits.AssumedGrowthKibPerSecond, MostTimesAssumed * limits.AssumedGrowthKibPerSecond);

    private static long SpareKib(long usableKib, long currentKib, Limits limits) => usableKib - (long)(currentKib * limits.Planner.PressureUsableRatio);
}
