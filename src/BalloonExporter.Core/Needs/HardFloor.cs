using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Needs;

/// <summary>The memory a guest needs to live. Sizes are KiB. Pure.</summary>
/// <param name="WorkingSet">Its working set.</param>
/// <param name="Policy">Its floor, and the swap it has.</param>
/// <param name="MaximumKib">Its maximum.</param>
/// <param name="OwedKib">Its swap debt: <see cref="DebtKib"/>.</param>
/// <param name="Limits">The constants.</param>
public readonly record struct HardFloor(WorkingSet WorkingSet, EffectivePolicy Policy, long MaximumKib, long OwedKib, Limits Limits)
{
    /// <summary>Memory a guest must keep, whatever the plan says: working set, swap debt, a margin, and the growth until the next look.</summary>
    public long Kib => WithLookaheadKib(Limits.SlopeLookahead);

    /// <summary>What more the guest is assumed to be able to put into undeclared swap; null when nothing is assumed.</summary>
    public long? FoundRoomKib { get; init; }

    /// <summary>
    /// Minimum of a guest whose swap takes the rest. Without swap the guest would have to kill processes, and what it can do without is
    /// unknown: then it is the policy floor.
    /// </summary>
    public long MinimumWithSwapKib
    {
        get
        {
            if (Policy.SwapKib is not { } toldKib)
                return FoundRoomKib is { } roomKib ? Math.Max(Policy.FloorKib, WorkingSet.Kib - roomKib) : Policy.FloorKib;
            if (toldKib == 0)
                return Policy.FloorKib;
            // Swap debt above the size of the swap was freed, not swapped out.
            var aliveKib = (this with { OwedKib = Math.Min(toldKib, OwedKib) }).Kib;
            return Math.Max(Policy.FloorKib, aliveKib - (long)(toldKib * Limits.GuestSwapUse));
        }
    }

    /// <summary>The hard floor with another lookahead.</summary>
    public long WithLookaheadKib(TimeSpan lookahead)
    {
        var headroomKib = Math.Max(Limits.FloorMarginKib, (long)(WorkingSet.Kib * Limits.Planner.FloorMarginRatio));
        var needKib = WorkingSet.Kib + OwedKib + RiseKib(lookahead) + headroomKib;
        return Math.Min(MaximumKib, Math.Max(Math.Max(Policy.FloorKib, Limits.MinimumFloorKib), needKib));
    }

    // Growth is an estimate, so it is capped at a share of the maximum, like the debt.
    private long RiseKib(TimeSpan lookahead) => (long)Math.Min(WorkingSet.RisePerSecondKib * lookahead.TotalSeconds, MaximumKib * Limits.Planner.SurgeCapRatio);

    /// <summary>Hard floor on a host that cannot hold all hard floors: the fair share, but at least the minimum with swap.</summary>
    public static long SplitFloorKib(long hardFloorKib, long leastKib, long partKib) => Math.Min(hardFloorKib, Math.Max(partKib, leastKib));

    /// <summary>
    /// Swap debt: memory the guest swapped out for want of memory. It may include memory freed since, so it is capped at half of the
    /// maximum. It is zero for a guest that had enough usable memory all the time.
    /// </summary>
    public static long DebtKib(DomainMemory domain, long maximumKib, Limits limits) => domain.RecentLeastUsableShare >= limits.Planner.SwapUsableRatio
        ? 0
        : Math.Min(domain.SwapDebtKib, (long)(maximumKib * limits.Planner.SurgeCapRatio));
}
