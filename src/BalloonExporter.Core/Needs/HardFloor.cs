using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Needs;

/// <summary>What a guest needs to live. Sizes are KiB. Pure.</summary>
public static class HardFloor
{
    /// <summary>
    /// What a guest must keep now whatever the plan says: its working set, what it swapped out, a little above, and what it will
    /// have grown by until somebody looks again.
    /// </summary>
    public static long OfKib(DomainMemory domain, WorkingSet workingSet, EffectivePolicy policy, long maximumKib, Limits limits) =>
        WithLookaheadKib(DebtKib(domain, maximumKib, limits), workingSet, policy, maximumKib, limits, limits.RiseLookahead);

    /// <summary>The same on a host that cannot hold what all need to live: its part of it, but never less than it can live with.</summary>
    public static long SplitFloorKib(long hardFloorKib, long leastKib, long partKib) => Math.Min(hardFloorKib, Math.Max(partKib, leastKib));

    /// <summary>
    /// What a guest can live with when its swap takes the rest. Without swap it would have to kill, and what it could do without is not
    /// known: its floor.
    /// </summary>
    public static long MinimumWithSwapKib(DomainMemory domain, WorkingSet workingSet, EffectivePolicy policy, long maximumKib, Limits limits)
    {
        if (policy.SwapKib == 0)
            return policy.FloorKib;
        // More than its swap holds it has not swapped out: the rest it let go.
        var debtKib = Math.Min(policy.SwapKib, DebtKib(domain, maximumKib, limits));
        var aliveKib = WithLookaheadKib(debtKib, workingSet, policy, maximumKib, limits, limits.RiseLookahead);
        return Math.Max(policy.FloorKib, aliveKib - (long)(policy.SwapKib * limits.GuestSwapUse));
    }

    /// <summary>
    /// What a guest swapped out for want of memory. What it swapped and then let go is counted too, so it counts for at most half of the
    /// maximum; and nothing counts of a guest that had enough all the while.
    /// </summary>
    public static long DebtKib(DomainMemory domain, long maximumKib, Limits limits) => domain.LeastUsableShareOfLate >= limits.Planner.SwapUsableRatio
        ? 0
        : Math.Min(domain.SwapDebtKib, (long)(maximumKib * limits.Planner.SurgeCapRatio));

    /// <summary>The hard floor for another debt and another time ahead.</summary>
    public static long WithLookaheadKib(
        long debtKib, WorkingSet workingSet, EffectivePolicy policy, long maximumKib, Limits limits, TimeSpan lookahead)
    {
        var headroomKib = Math.Max(limits.FloorMarginKib, (long)(workingSet.Kib * limits.Planner.FloorMarginRatio));
        // Like the debt, a surge counts for a part of the maximum at most: it is a guess.
        var riseKib = (long)Math.Min(workingSet.RisePerSecondKib * lookahead.TotalSeconds, maximumKib * limits.Planner.SurgeCapRatio);
        var needKib = workingSet.Kib + debtKib + riseKib + headroomKib;
        return Math.Min(maximumKib, Math.Max(Math.Max(policy.FloorKib, limits.MinimumFloorKib), needKib));
    }
}
