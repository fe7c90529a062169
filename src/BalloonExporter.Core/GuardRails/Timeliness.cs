using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.GuardRails;

/// <summary>Whether a request comes in time: not from the future, not too late, not after a newer one. Pure.</summary>
internal static class Timeliness
{
    /// <summary>Why a request counts no more, or not yet; null when it does.</summary>
    public static DecisionReason? RefusalReason(DecisionContext context)
    {
        var (request, now) = (context.Request, context.Now);
        if (request.IsAhead(now))
            return DecisionReason.FutureRecommendation;
        var gives = request.TargetKib > context.InForceKib;
        var isLate = now - request.EvaluatedAt > LifetimeOf(context, gives);
        // Delivery is at least once and in no order. What the exporter itself asks for it has just seen.
        if (request.IsReflex)
            return isLate ? DecisionReason.StaleRecommendation : null;
        // What was evaluated later than now was evaluated by a clock that goes ahead: no reason to withhold anything. Further ahead
        // than anything is believed it is of a clock that was set back since. What came before it in good time counts all the same.
        var entry = context.Entry;
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
    private static TimeSpan LifetimeOf(DecisionContext context, bool gives)
    {
        var limits = context.Limits;
        var lifetime = context.Request.Lifetime ?? limits.RecommendationLifetime;
        var longest = gives ? limits.RecommendationLifetimeMaximum : limits.RecommendationLifetime;
        return lifetime < longest ? lifetime : longest;
    }
}
