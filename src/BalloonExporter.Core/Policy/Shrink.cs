using BalloonExporter.Domains;
using BalloonExporter.Reflexes;

namespace BalloonExporter.Policy;

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
        DomainPolicy policy,
        MovementLedger.Account account,
        HostMemory host,
        Surroundings surroundings,
        Limits limits,
        Moment now)
    {
        if (domain.WorkingSet is not { } workingSet || domain.Guest?.UsableKib is not { } usableKib || domain.ResidentKib is not { } residentKib)
            return Decision.Refuse(DecisionReason.WorkingSetUnknown, currentKib);
        // Freshness of the domain speaks of its newest sample; the working set may come from the one before.
        if (domain.Facts.StatisticsPeriod is not { } period || !Freshness.IsFresh(workingSet.SampledAt, period, limits, now))
            return Decision.Refuse(DecisionReason.StaleStatistics, currentKib);
        if (account.LastShrinkAt is { } lastShrinkAt && workingSet.SampledAt <= lastShrinkAt)
            return Decision.Refuse(DecisionReason.SampleActedOn, currentKib);

        var clippedBy = new List<DecisionReason>(4);
        var toKib = request.TargetKib;
        var hardFloorKib = HardFloorKib(domain, workingSet, policy, maximumKib, limits);
        // What must go from somebody goes first from those who hold more than their part and have swap to lay it down in.
        var intoSwap = surroundings.SplitKib is not null && policy.SwapKib > 0;
        var splitFloorKib = intoSwap
            ? SplitFloorKib(hardFloorKib, LeastKib(domain, workingSet, policy, maximumKib, limits), surroundings.SplitKib!.Value)
            : hardFloorKib;
        Raise(splitFloorKib, DecisionReason.HardFloor);

        // Of a guest that was just rescued others in need get what is idle, and only a host in need gets more.
        if (account.Cooldown?.Until > now && request.Origin != RequestOrigin.Emergency && Demand.Of(domain, policy, limits) is { } demand)
            Raise(demand.NeedKib, DecisionReason.Cooldown);

        var hostShort = request.Origin == RequestOrigin.Emergency || host.AvailableKib < HostMarks.Of(host, limits).RedKib;
        // Where the host is short the guest's own figures are relied on: what is not resident frees nothing and is passed at once.
        var forecast = new TakeForecast(fromKib, residentKib, hostShort ? Math.Max(0, residentKib - workingSet.Kib) : null);
        var since = now - limits.ShrinkWindow;
        var uncountedKib = account.Charges.UncountedKib(currentKib, fromKib);
        var takenKib = uncountedKib + (hostShort ? account.Charges.ResidentSinceKib(since) : account.Charges.ResidentAtMostSinceKib(since));
        var lowestKib = forecast.LowestKib(Math.Max(0, limits.ShrinkLimitKib(maximumKib, hostShort) - takenKib));
        if (!hostShort)
            lowestKib = Math.Max(lowestKib, fromKib - Math.Max(0, limits.WayLimitKib(maximumKib) - uncountedKib - account.Charges.WaySinceKib(since)));
        Raise(lowestKib, DecisionReason.StepLimit);
        var usableFloorKib = currentKib - (long)(usableKib * limits.UsableShare);
        // What goes into swap is not usable memory; what is goes first.
        if (!intoSwap || usableFloorKib > hardFloorKib)
            Raise(usableFloorKib, DecisionReason.UsableShare);
        if (CircuitBreaker.Refuses(surroundings, limits))
            return Decision.Refuse(DecisionReason.CircuitBreaker, currentKib);
        Raise(forecast.LowestKib(Math.Max(0, CircuitBreaker.AllowanceKib(host, surroundings, limits) - uncountedKib)), DecisionReason.CircuitBreaker);

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

    /// <summary>
    /// What a guest must keep now whatever the plan says: its working set, what it swapped out, a little above, and what it will
    /// have grown by until somebody looks again.
    /// </summary>
    internal static long HardFloorKib(DomainMemory domain, WorkingSet workingSet, DomainPolicy policy, long maximumKib, Limits limits) =>
        SurvivalKib(DebtKib(domain, maximumKib, limits), workingSet, policy, maximumKib, limits, limits.RiseLookahead);

    /// <summary>The same on a host that cannot hold what all need to live: its part of it, but never less than it can live with.</summary>
    internal static long SplitFloorKib(long hardFloorKib, long leastKib, long partKib) => Math.Min(hardFloorKib, Math.Max(partKib, leastKib));

    /// <summary>
    /// What a guest can live with when its swap takes the rest. Without swap it would have to kill, and what it could do without is not
    /// known: its floor.
    /// </summary>
    internal static long LeastKib(DomainMemory domain, WorkingSet workingSet, DomainPolicy policy, long maximumKib, Limits limits)
    {
        if (policy.SwapKib == 0)
            return policy.FloorKib;
        // More than its swap holds it has not swapped out: the rest it let go.
        var debtKib = Math.Min(policy.SwapKib, DebtKib(domain, maximumKib, limits));
        var aliveKib = SurvivalKib(debtKib, workingSet, policy, maximumKib, limits, limits.RiseLookahead);
        return Math.Max(policy.FloorKib, aliveKib - (long)(policy.SwapKib * limits.GuestSwapUse));
    }

    /// <summary>
    /// What a guest swapped out for want of memory. What it swapped and then let go is counted too, so it counts for at most half of the
    /// maximum; and nothing counts of a guest that had enough all the while.
    /// </summary>
    internal static long DebtKib(DomainMemory domain, long maximumKib, Limits limits) => domain.LeastUsableShareOfLate >= limits.Planner.SwapUsableRatio
        ? 0
        : Math.Min(domain.SwapDebtKib, (long)(maximumKib * limits.Planner.SurgeCapRatio));

    /// <summary>The hard floor for another debt and another time ahead.</summary>
    internal static long SurvivalKib(
        long debtKib, WorkingSet workingSet, DomainPolicy policy, long maximumKib, Limits limits, TimeSpan lookahead)
    {
        var headroomKib = Math.Max(limits.FloorMarginKib, (long)(workingSet.Kib * limits.Planner.FloorMarginRatio));
        // Like the debt, a surge counts for a part of the maximum at most: it is a guess.
        var riseKib = (long)Math.Min(workingSet.RisePerSecondKib * lookahead.TotalSeconds, maximumKib * limits.Planner.SurgeCapRatio);
        var needKib = workingSet.Kib + debtKib + riseKib + headroomKib;
        return Math.Min(maximumKib, Math.Max(Math.Max(policy.FloorKib, limits.MinimumFloorKib), needKib));
    }
}
