using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Needs;

/// <summary>Memory a guest should have: the planner's formula applied to the newest sample. Sizes are KiB.</summary>
/// <param name="NeedKib">Demand: the hard floor plus headroom.</param>
/// <param name="FloorKib">Hard floor: what it needs to live, never more than the demand.</param>
/// <param name="UrgentKib">Hard floor with the longer lookahead until the next look.</param>
/// <param name="MinimumWithSwapKib">Minimum when its swap takes the rest, never more than the hard floor.</param>
public readonly record struct Demand(long NeedKib, long FloorKib, long UrgentKib, long MinimumWithSwapKib)
{
    /// <summary>The demand of a domain; null when it cannot be computed.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="policy">The policy in effect.</param>
    /// <param name="limits">The constants.</param>
    /// <param name="foundRoomKib">What more the guest is assumed to be able to put into undeclared swap; null when nothing is assumed.</param>
    public static Demand? Of(DomainMemory domain, EffectivePolicy policy, Limits limits, long? foundRoomKib = null)
    {
        if (domain is not { MaximumKib: { } maximumKib, WorkingSet: { } workingSet })
            return null;
        // As in the plan: headroom is not computed from memory above the policy's ceiling.
        var mostKib = Math.Min(maximumKib, policy.CeilingKib);
        var surgeKib = (long)(mostKib * limits.Planner.SurgeCapRatio);
        var debtKib = HardFloor.DebtKib(domain, mostKib, limits);
        var riseKib = (long)Math.Min(workingSet.RisePerSecondKib * limits.SlopeLookahead.TotalSeconds, surgeKib);
        var headroomKib = Math.Max(
            Math.Max(limits.HeadroomKib, (long)(mostKib * limits.Planner.HeadroomMaximumRatio)), (long)(workingSet.Kib * limits.Planner.HeadroomWorkingSetRatio));
        var needKib = Math.Clamp(workingSet.Kib + debtKib + headroomKib + riseKib, policy.FloorKib, Math.Max(policy.FloorKib, policy.CeilingKib));
        var floor = new HardFloor(workingSet, policy, maximumKib, HardFloor.DebtKib(domain, maximumKib, limits), limits) { FoundRoomKib = foundRoomKib };
        var floorKib = Math.Min(needKib, floor.Kib);
        return new Demand(
            needKib,
            floorKib,
            Math.Min(needKib, (floor with { OwedKib = debtKib }).WithLookaheadKib(limits.UrgentLookahead)),
            Math.Min(floorKib, floor.MinimumWithSwapKib));
    }
}
