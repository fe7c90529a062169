using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.GuardRails;

/// <summary>The guard-rails: every wish to move memory, whoever has it, passes here. Pure.</summary>
public static class GuardRail
{
    /// <summary>Decides one request against the state of things now.</summary>
    /// <param name="request">Who shall have how much.</param>
    /// <param name="domain">The domain as just read; null when no such domain runs here.</param>
    /// <param name="policy">The domain's floor and ceiling; null when its maximum is not known.</param>
    /// <param name="host">The host's memory as just read.</param>
    /// <param name="entry">What was set, granted and taken for this domain.</param>
    /// <param name="activity">What was done to all domains of late.</param>
    /// <param name="limits">The constants.</param>
    /// <param name="now">The moment of the decision.</param>
    /// <returns>The target to set with <see cref="Verdict.Applied"/>, or a refusal with its reason.</returns>
    public static Decision Decide(
        BalloonRequest request,
        DomainMemory? domain,
        EffectivePolicy? policy,
        HostMemory? host,
        LedgerEntry entry,
        RecentActivity activity,
        Limits limits,
        Moment now)
    {
        if (domain is null)
            return Decision.Refuse(DecisionReason.UnknownDomain);
        // Before anything that depends on the request: its age must not tell whether a domain that was left out is here.
        if (domain.Excluded)
            return Decision.Refuse(DecisionReason.Excluded, domain.CurrentKib);
        // Where the balloon is told to go already is where it counts as being.
        var inForceKib = entry.UnderWayKib ?? domain.CurrentKib;
        if (TimeOfRequest(request, entry, request.TargetKib > inForceKib, limits, now) is { } untimely)
            return Decision.Refuse(untimely, domain.CurrentKib);
        if (ManagedState.RefusalReason(domain, entry, request, inForceKib, limits, now) is { } unmanaged)
            return Decision.Refuse(unmanaged, domain.CurrentKib);
        if (domain.JobActive != false)
            return Decision.Refuse(domain.JobActive is null ? DecisionReason.JobUnknown : DecisionReason.JobActive, domain.CurrentKib);
        if (domain is not { CurrentKib: { } currentKib, MaximumKib: { } maximumKib } || inForceKib is not { } fromKib || host is null || policy is null)
            return Decision.Refuse(DecisionReason.MemoryUnknown, domain.CurrentKib);

        // Not clipped: a plan that asks for this is broken or forged, and nothing it says can be trusted.
        if (request.TargetKib < policy.FloorKib)
            return Decision.Refuse(DecisionReason.BelowFloor, currentKib);
        if (request.TargetKib > maximumKib)
            return Decision.Refuse(DecisionReason.AboveMaximum, currentKib);

        // Calling off what was to be taken costs nobody anything: no difference is too small for that.
        var callsOff = request.IsReflex && fromKib < request.TargetKib && request.TargetKib <= currentKib;
        var deadBandKib = DeadBand.Of(request, domain, maximumKib, host, activity, limits);
        if (!callsOff && Math.Abs(request.TargetKib - fromKib) < deadBandKib)
            return Decision.Refuse(DecisionReason.DeadBand, currentKib);
        if (request.TargetKib > fromKib)
            return Grow.Decide(request, fromKib, currentKib, deadBandKib, policy, host, activity, limits);
        return HeldBack(request, entry, activity, now) is { } reason
            ? Decision.Refuse(reason, currentKib)
            : Shrink.Decide(request, fromKib, currentKib, maximumKib, deadBandKib, domain, policy, entry, host, activity, limits, now);
    }

    private static DecisionReason? HeldBack(
        BalloonRequest request, LedgerEntry entry, RecentActivity activity, Moment now)
    {
        if (activity.Paused)
            return DecisionReason.Paused;
        // A plan has to wait. What the exporter takes for somebody in need it may take even here, but only what is idle.
        return entry.Cooldown?.Until > now && !request.IsReflex ? DecisionReason.Cooldown : null;
    }

    private static DecisionReason? TimeOfRequest(BalloonRequest request, LedgerEntry entry, bool gives, Limits limits, Moment now)
    {
        if (request.IsAhead(now))
            return DecisionReason.FutureRecommendation;
        var isLate = now - request.EvaluatedAt > LifetimeOf(request, gives, limits);
        // Delivery is at least once and in no order. What the exporter itself asks for it has just seen.
        if (request.IsReflex)
            return isLate ? DecisionReason.StaleRecommendation : null;
        // What was evaluated later than now was evaluated by a clock that goes ahead: no reason to withhold anything. Further ahead
        // than anything is believed it is of a clock that was set back since. What came before it in good time counts all the same.
        var isAhead = entry.LastEvaluatedAt is { } last && last > now && (gives || last - now > RequestOrder.FutureTolerance);
        var newestAt = isAhead ? entry.LastTimelyAt : entry.LastEvaluatedAt;
        // What comes again after it was carried out is no late delivery, however old it is by then.
        if (request.EvaluatedAt == newestAt)
            return DecisionReason.Duplicate;
        if (isLate)
            return DecisionReason.StaleRecommendation;
        return request.EvaluatedAt < newestAt ? DecisionReason.Superseded : null;
    }

    // A take on old data harms a guest; a gift on old data only the host, and the guard-rails look at that afresh.
    private static TimeSpan LifetimeOf(BalloonRequest request, bool gives, Limits limits)
    {
        var lifetime = request.Lifetime ?? limits.RecommendationLifetime;
        var longest = gives ? limits.LongestLifetime : limits.RecommendationLifetime;
        return lifetime < longest ? lifetime : longest;
    }
}
