using BalloonExporter.Domains;

namespace BalloonExporter.Policy;

/// <summary>The guard-rails: every wish to move memory, whoever has it, passes here. Pure.</summary>
public static class BalloonPolicy
{
    /// <summary>Decides one request against the state of things now.</summary>
    /// <param name="request">Who shall have how much.</param>
    /// <param name="domain">The domain as just read; null when no such domain runs here.</param>
    /// <param name="policy">The domain's floor and ceiling; null when its maximum is not known.</param>
    /// <param name="host">The host's memory as just read.</param>
    /// <param name="account">What was set, granted and taken for this domain.</param>
    /// <param name="recentlyGrantedKib">Grants to all domains within <see cref="Limits.GrantWindow"/>.</param>
    /// <param name="limits">The constants.</param>
    /// <param name="now">The moment of the decision.</param>
    /// <returns>The target to set with <see cref="Verdict.Applied"/>, or a refusal with its reason.</returns>
    public static Decision Decide(
        BalloonRequest request,
        DomainMemory? domain,
        DomainPolicy? policy,
        HostMemory? host,
        MovementLedger.Account account,
        long recentlyGrantedKib,
        Limits limits,
        DateTimeOffset now)
    {
        if (domain is null)
            return Decision.Refuse(DecisionReason.UnknownDomain);
        if (TimeOfRequest(request, account, limits, now) is { } untimely)
            return Decision.Refuse(untimely, domain.CurrentKib);
        if (Eligibility.RefusalReason(domain, request.TargetKib > domain.CurrentKib, limits, now) is { } unmanaged)
            return Decision.Refuse(unmanaged, domain.CurrentKib);
        if (domain.JobActive != false)
            return Decision.Refuse(domain.JobActive is null ? DecisionReason.JobUnknown : DecisionReason.JobActive, domain.CurrentKib);
        if (domain is not { CurrentKib: { } currentKib, MaximumKib: { } maximumKib } || host is null || policy is null)
            return Decision.Refuse(DecisionReason.MemoryUnknown, domain.CurrentKib);

        // Not clipped: a plan that asks for this is broken or forged, and nothing it says can be trusted.
        if (request.TargetKib < policy.FloorKib)
            return Decision.Refuse(DecisionReason.BelowFloor, currentKib);
        if (request.TargetKib > maximumKib)
            return Decision.Refuse(DecisionReason.AboveMaximum, currentKib);

        var deadBandKib = limits.DeadBandKib(maximumKib);
        if (Math.Abs(request.TargetKib - currentKib) < deadBandKib)
            return Decision.Refuse(DecisionReason.DeadBand, currentKib);

        var hostShort = host.AvailableShare < limits.HostShortShare;
        return request.TargetKib < currentKib
            ? Shrink.Decide(request.TargetKib, currentKib, maximumKib, domain, policy, account, hostShort, limits, now)
            : Grow(request.TargetKib, currentKib, deadBandKib, policy, HostRoom.GrantableKib(host, recentlyGrantedKib, limits));
    }

    private static DecisionReason? TimeOfRequest(BalloonRequest request, MovementLedger.Account account, Limits limits, DateTimeOffset now)
    {
        var age = now - request.EvaluatedAt;
        if (age > limits.RecommendationLifetime)
            return DecisionReason.StaleRecommendation;
        if (age < -limits.RecommendationLifetime)
            return DecisionReason.FutureRecommendation;
        // Delivery is at least once and in no order.
        if (request.EvaluatedAt == account.LastEvaluatedAt)
            return DecisionReason.Duplicate;
        return request.EvaluatedAt < account.LastEvaluatedAt ? DecisionReason.Superseded : null;
    }

    private static Decision Grow(long targetKib, long currentKib, long deadBandKib, DomainPolicy policy, long roomKib)
    {
        var clippedBy = new List<DecisionReason>(2);
        var toKib = targetKib;
        if (toKib > policy.CeilingKib)
        {
            toKib = policy.CeilingKib;
            clippedBy.Add(DecisionReason.Ceiling);
        }

        if (toKib > currentKib + roomKib)
        {
            toKib = currentKib + roomKib;
            clippedBy.Add(DecisionReason.HostRoom);
        }

        if (toKib - currentKib < deadBandKib)
            return Decision.Refuse(clippedBy[^1], currentKib);
        return new Decision
        {
            Verdict = Verdict.Applied,
            Reason = clippedBy.Count > 0 ? clippedBy[^1] : DecisionReason.AsRequested,
            FromKib = currentKib,
            ToKib = toKib,
            ClippedBy = clippedBy,
        };
    }
}
