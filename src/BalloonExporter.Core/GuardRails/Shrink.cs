using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Needs;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.GuardRails;

/// <summary>The guard-rails of taking memory away. Pure.</summary>
internal static class Shrink
{
    /// <summary>Decides a target below the current value; the domain is managed, the target not below its floor.</summary>
    public static Decision Decide(
        BalloonRequest request,
        long fromKib,
        long currentKib,
        long maximumKib,
        long deadBandKib,
        DomainMemory domain,
        EffectivePolicy policy,
        LedgerEntry entry,
        HostMemory host,
        RecentActivity activity,
        Limits limits,
        Moment now)
    {
        if (domain.WorkingSet is not { } workingSet || domain.Guest?.UsableKib is not { } usableKib || domain.ResidentKib is not { } residentKib)
            return Decision.Refuse(DecisionReason.WorkingSetUnknown, currentKib);
        // Freshness of the domain speaks of its newest sample; the working set may come from the one before.
        if (domain.Facts.StatisticsPeriod is not { } period || !Freshness.IsFresh(workingSet.SampledAt, period, limits, now))
            return Decision.Refuse(DecisionReason.StaleStatistics, currentKib);
        if (entry.LastShrinkAt is { } lastShrinkAt && workingSet.SampledAt <= lastShrinkAt)
            return Decision.Refuse(DecisionReason.SampleActedOn, currentKib);

        var clippedBy = new List<DecisionReason>(4);
        var toKib = request.TargetKib;
        var hardFloorKib = HardFloor.OfKib(domain, workingSet, policy, maximumKib, limits);
        // What must go from somebody goes first from those who hold more than their part and have swap to lay it down in.
        var intoSwap = activity.SplitKib is not null && policy.SwapKib > 0;
        var splitFloorKib = intoSwap
            ? HardFloor.SplitFloorKib(hardFloorKib, HardFloor.MinimumWithSwapKib(domain, workingSet, policy, maximumKib, limits), activity.SplitKib!.Value)
            : hardFloorKib;
        Raise(splitFloorKib, DecisionReason.HardFloor);

        // Of a guest that was just rescued others in need get what is idle, and only a host in need gets more.
        if (entry.Cooldown?.Until > now && request.Origin != RequestOrigin.Emergency && Demand.Of(domain, policy, limits) is { } demand)
            Raise(demand.NeedKib, DecisionReason.Cooldown);

        var hostShort = request.Origin == RequestOrigin.Emergency || host.AvailableKib < HostMarks.Of(host, limits).RedKib;
        // Where the host is short the guest's own figures are relied on: what is not resident frees nothing and is passed at once.
        var forecast = new TakeForecast(fromKib, residentKib, hostShort ? Math.Max(0, residentKib - workingSet.Kib) : null);
        var since = now - limits.ShrinkWindow;
        var uncountedKib = entry.Charges.UncountedKib(currentKib, fromKib);
        var takenKib = uncountedKib + (hostShort ? entry.Charges.ResidentSinceKib(since) : entry.Charges.ResidentAtMostSinceKib(since));
        var lowestKib = forecast.LowestKib(Math.Max(0, limits.ShrinkLimitKib(maximumKib, hostShort) - takenKib));
        if (!hostShort)
            lowestKib = Math.Max(lowestKib, fromKib - Math.Max(0, limits.WayLimitKib(maximumKib) - uncountedKib - entry.Charges.WaySinceKib(since)));
        Raise(lowestKib, DecisionReason.StepLimit);
        var usableFloorKib = currentKib - (long)(usableKib * limits.UsableShare);
        // What goes into swap is not usable memory; what is goes first.
        if (!intoSwap || usableFloorKib > hardFloorKib)
            Raise(usableFloorKib, DecisionReason.UsableShare);
        if (CircuitBreaker.Refuses(activity, limits))
            return Decision.Refuse(DecisionReason.CircuitBreaker, currentKib);
        Raise(forecast.LowestKib(Math.Max(0, CircuitBreaker.AllowanceKib(host, activity, limits) - uncountedKib)), DecisionReason.CircuitBreaker);

        if (fromKib - toKib < deadBandKib)
            return Decision.Refuse(clippedBy[^1], currentKib);
        return new Decision
        {
            Verdict = Verdict.Applied,
            Reason = clippedBy.Count > 0 ? clippedBy[^1] : DecisionReason.AsRequested,
            FromKib = fromKib,
            ToKib = toKib,
            ClippedBy = clippedBy,
            ResidentTakenKib = forecast.MostKib(toKib),
        };

        void Raise(long leastKib, DecisionReason reason)
        {
            if (toKib >= leastKib)
                return;
            toKib = leastKib;
            clippedBy.Add(reason);
        }
    }
}
