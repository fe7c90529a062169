using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Needs;

/// <summary>What a guest shall have: the planner's formula on the newest sample alone. Sizes are KiB.</summary>
/// <param name="NeedKib">With room to breathe: its demand.</param>
/// <param name="FloorKib">What it needs to live: its hard floor, never more than its demand.</param>
/// <param name="UrgentKib">The same until somebody looks again.</param>
/// <param name="MinimumWithSwapKib">What it can live with when its swap takes the rest, never more than its hard floor.</param>
public readonly record struct Demand(long NeedKib, long FloorKib, long UrgentKib, long MinimumWithSwapKib)
{
    /// <summary>The demand of a domain; null while it cannot be told.</summary>
    public static Demand? Of(DomainMemory domain, EffectivePolicy policy, Limits limits)
    {
        if (domain is not { MaximumKib: { } maximumKib, WorkingSet: { } workingSet })
            return null;
        // As in the plan: of what its policy does not let it have a guest needs no part as headroom.
        var mostKib = Math.Min(maximumKib, policy.CeilingKib);
        var surgeKib = (long)(mostKib * limits.Planner.SurgeCapRatio);
        var debtKib = HardFloor.DebtKib(domain, mostKib, limits);
        var riseKib = (long)Math.Min(workingSet.RisePerSecondKib * limits.SlopeLookahead.TotalSeconds, surgeKib);
        var headroomKib = Math.Max(
            Math.Max(limits.HeadroomKib, (long)(mostKib * limits.Planner.HeadroomMaximumRatio)), (long)(workingSet.Kib * limits.Planner.HeadroomWorkingSetRatio));
        var needKib = Math.Clamp(workingSet.Kib + debtKib + headroomKib + riseKib, policy.FloorKib, Math.Max(policy.FloorKib, policy.CeilingKib));
        var floor = new HardFloor(workingSet, policy, maximumKib, HardFloor.DebtKib(domain, maximumKib, limits), limits);
        var floorKib = Math.Min(needKib, floor.Kib);
        return new Demand(
            needKib,
            floorKib,
            Math.Min(needKib, (floor with { OwedKib = debtKib }).WithLookaheadKib(limits.UrgentLookahead)),
            Math.Min(floorKib, floor.MinimumWithSwapKib));
    }
}
