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
        // On an overcommitted host, guests above their share may be shrunk into their own swap.
        var splitKib = move.Policy.SwapKib > 0 ? activity.SplitKib : null;
        target.Raise(splitKib is { } partKib ? HardFloor.SplitFloorKib(floor.Kib, floor.MinimumWithSwapKib, partKib) : floor.Kib, DecisionReason.HardFloor);

        // During the cooldown of a rescued guest only its idle memory may be taken, except in an emergency of the host.
        if (context.Entry.Cooldown?.Until > context.Now
            && context.Request.Origin != RequestOrigin.Emergency
            && Demand.Of(domain, move.Policy, limits) is { } demand)
            target.Raise(demand.NeedKib, DecisionReason.Cooldown);

        var step = StepLimit.Of(move, workingSet, residentKib);
        target.Raise(step.LowestKib, DecisionReason.StepLimit);
        var usableFloorKib = move.CurrentKib - (long)(usableKib * limits.UsableShare);
        // UsableShare protects free memory only: it says nothing of a guest that is being pushed into its swap.
        if (splitKib is null || usableFloorKib > floor.Kib)
            target.Raise(usableFloorKib, DecisionReason.UsableShare);
        if (CircuitBreaker.Refuses(activity, limits))
            return context.Refuse(DecisionReason.CircuitBreaker);
        target.Raise(step.LowestOfKib(CircuitBreaker.AllowanceKib(move.Host, activity, limits, context.Request.Origin == RequestOrigin.Emergency)), DecisionReason.CircuitBreaker);

        if (move.FromKib - target.Kib < deadBandKib)
            return context.Refuse(target.LastReason);
        return target.Apply(move.FromKib) with { ResidentTakenKib = step.Forecast.MostKib(target.Kib) };
    }
}
