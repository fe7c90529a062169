using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Needs;

/// <summary>What a guest needs to live. Sizes are KiB. Pure.</summary>
/// <param name="WorkingSet">What it uses.</param>
/// <param name="Policy">Its floor, and the swap it has.</param>
/// <param name="MaximumKib">What it was sold.</param>
/// <param name="OwedKib">What it swapped out for want of memory: <see cref="DebtKib"/>.</param>
/// <param name="Limits">The constants.</param>
public readonly record struct HardFloor(WorkingSet WorkingSet, EffectivePolicy Policy, long MaximumKib, long OwedKib, Limits Limits)
{
    /// <summary>
    /// What a guest must keep now whatever the plan says: its working set, what it swapped out, a little above, and what it will
    /// have grown by until somebody looks again.
    /// </summary>
    public long Kib => WithLookaheadKib(Limits.SlopeLookahead);

    /// <summary>
    /// What a guest can live with when its swap takes the rest. Without swap it would have to kill, and what it could do without is not
    /// known: its floor.
    /// </summary>
    public long MinimumWithSwapKib
    {
        get
        {
            if (Policy.SwapKib == 0)
                return Policy.FloorKib;
            // More than its swap holds it has not swapped out: the rest it let go.
            var aliveKib = (this with { OwedKib = Math.Min(Policy.SwapKib, OwedKib) }).Kib;
            return Math.Max(Policy.FloorKib, aliveKib - (long)(Policy.SwapKib * Limits.GuestSwapUse));
        }
    }

    /// <summary>The hard floor for another time ahead.</summary>
    public long WithLookaheadKib(TimeSpan lookahead)
    {
        var headroomKib = Math.Max(Limits.FloorMarginKib, (long)(WorkingSet.Kib * Limits.Planner.FloorMarginRatio));
        // Like the debt, a surge counts for a part of the maximum at most: it is a guess.
        var riseKib = (long)Math.Min(WorkingSet.RisePerSecondKib * lookahead.TotalSeconds, MaximumKib * Limits.Planner.SurgeCapRatio);
        var needKib = WorkingSet.Kib + OwedKib + riseKib + headroomKib;
        return Math.Min(MaximumKib, Math.Max(Math.Max(Policy.FloorKib, Limits.MinimumFloorKib), needKib));
    }

    /// <summary>The hard floor on a host that cannot hold what all need to live: its part of it, but never less than it can live with.</summary>
    public static long SplitFloorKib(long hardFloorKib, long leastKib, long partKib) => Math.Min(hardFloorKib, Math.Max(partKib, leastKib));

    /// <summary>
    /// What a guest swapped out for want of memory. What it swapped and then let go is counted too, so it counts for at most half of the
    /// maximum; and nothing counts of a guest that had enough all the while.
    /// </summary>
    public static long DebtKib(DomainMemory domain, long maximumKib, Limits limits) => domain.RecentLeastUsableShare >= limits.Planner.SwapUsableRatio
        ? 0
        : Math.Min(domain.SwapDebtKib, (long)(maximumKib * limits.Planner.SurgeCapRatio));
}
