using BalloonExporter.Core.Model;
using BalloonExporter.Core.Needs;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.GuardRails;

/// <summary>Guard-rails for taking memory. Pure.</summary>
internal static class Shrink
{
    /// <summary>Decides on a target below the one in force. Preconditions: the domain is managed, and the target is not below its floor.</summary>
    public static Decision Decide(PossibleMove move, long deadBandKib)
    {
        var context = move.Context;
        var (domain, limits, activity) = (move.Domain, context.Limits, context.Activity);
        if (domain.WorkingSet is not { } workingSet || domain.Guest?.UsableKib is not { } usableKib || domain.ResidentKib is not { } residentKib)
            return context.Refuse(DecisionReason.WorkingSetUnknown);
        // The domain's freshness is about its newest sample; the working set may be from the previous one.
        if (domain.Facts.StatisticsPeriod is not { } period || !Freshness.IsFresh(workingSet.SampledAt, period, limits, context.Now))
            return context.Refuse(DecisionReason.StaleStatistics);
        if (context.Entry.LastShrinkAt is { } lastShrinkAt && workingSet.SampledAt <= lastShrinkAt)
            return context.Refuse(DecisionReason.SampleActedOn);

        var target = new ClippedTarget(move.TargetKib);
        var floor = new HardFloor(workingSet, move.Policy, move.MaximumKib, HardFloor.DebtKib(domain, move.MaximumKib, limits), limits);
        var splitFloorKib = SplitFloorKib(move, floor);
        target.Raise(splitFloorKib ?? floor.Kib, DecisionReason.HardFloor);

        // During the cooldown of a rescued guest only its idle memory may be taken, except in an emergency of the host.
        if (context.Entry.Cooldown?.Until > context.Now
            && context.Request.Origin != RequestOrigin.Emergency
            && Demand.Of(domain, move.Policy, limits) is { } demand)
            target.Raise(demand.NeedKib, DecisionReason.Cooldown);

        var step = StepLimit.Of(move, workingSet, residentKib);
        target.Raise(step.LowestKib, DecisionReason.StepLimit);
        var usableFloorKib = move.CurrentKib - (long)(usableKib * limits.UsableShare);
        // UsableShare protects free memory only: it says nothing of a guest that is being pushed into its swap.
        if (splitFloorKib is null || usableFloorKib > floor.Kib)
            target.Raise(usableFloorKib, DecisionReason.UsableShare);
        if (CircuitBreaker.Refuses(activity, limits))
            return context.Refuse(DecisionReason.CircuitBreaker);
        target.Raise(step.LowestOfKib(CircuitBreaker.AllowanceKib(move.Host, activity, limits, context.Request.Origin == RequestOrigin.Emergency)), DecisionReason.CircuitBreaker);

        if (move.FromKib - target.Kib < deadBandKib)
            return context.Refuse(target.LastReason);
        return target.Apply(move.FromKib) with { ResidentTakenKib = step.Forecast.MostKib(target.Kib), IntoSwap = target.Kib < floor.Kib };
    }

    // On an overcommitted host, guests above their share may be shrunk into their own swap. Undeclared swap is found out by an emergency
    // alone, in small steps of which each must show in the guest's swap before the next.
    private static long? SplitFloorKib(PossibleMove move, HardFloor floor)
    {
        var (context, swap) = (move.Context, move.Context.Entry.Swap);
        if (context.Activity.SplitKib is not { } partKib)
            return null;
        if (move.Policy.SwapKib is { } toldKib)
            return toldKib > 0 ? HardFloor.SplitFloorKib(floor.Kib, floor.MinimumWithSwapKib, partKib) : null;
        var roomKib = swap.RoomKib(move.MaximumKib, context.Limits, context.Now);
        if (context.Request.Origin != RequestOrigin.Emergency || roomKib <= 0 || swap.Probe is not null || move.Domain.Guest?.SwapOutKib is null)
            return null;
        // A guest that grows shows nothing, and needs what it has.
        if (!swap.Exists && floor.WorkingSet.RisePerSecondKib > 0)
            return null;
        var leastKib = (floor with { FoundRoomKib = roomKib }).MinimumWithSwapKib;
        return Math.Max(floor.WorkingSet.Kib - swap.StepKib(move.MaximumKib, context.Limits), HardFloor.SplitFloorKib(floor.Kib, leastKib, partKib));
    }
}
