using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.GuardRails;

/// <summary>Whether a request is timely: not in the future, not too old, not older than another one. Pure.</summary>
internal static class Timeliness
{
    /// <summary>Why a request is not timely; null when it is.</summary>
    public static DecisionReason? RefusalReason(DecisionContext context)
    {
        var (request, now) = (context.Request, context.Now);
        if (request.IsAhead(now))
            return DecisionReason.FutureRecommendation;
        var gives = request.TargetKib > context.InForceKib;
        var isLate = now - request.EvaluatedAt > LifetimeOf(context, gives);
        // Alerts are delivered at least once and in any order. A reflex is based on data just read.
        if (request.IsReflex)
            return isLate ? DecisionReason.StaleRecommendation : null;
        // If the last request had a time in the future, its sender's clock was ahead: a grow is not withheld for that. Far in the future,
        // the clock was set back since. The last timely request counts in both cases.
        var entry = context.Entry;
        var isAhead = entry.LastEvaluatedAt is { } last && last > now && (gives || last - now > RequestOrder.FutureTolerance);
        var newestAt = isAhead ? entry.LastTimelyAt : entry.LastEvaluatedAt;
        // A repetition of a request that was carried out is a duplicate, however old.
        if (request.EvaluatedAt == newestAt)
            return DecisionReason.Duplicate;
        if (isLate)
            return DecisionReason.StaleRecommendation;
        return request.EvaluatedAt < newestAt ? DecisionReason.Superseded : null;
    }

    // A take on old data harms a guest; a grow on old data only the host, and guard-rails check the host anew.
    private static TimeSpan LifetimeOf(DecisionContext context, bool gives)
    {
        var limits = context.Limits;
        var lifetime = context.Request.Lifetime ?? limits.RecommendationLifetime;
        var longest = gives ? limits.RecommendationLifetimeMaximum : limits.RecommendationLifetime;
        return lifetime < longest ? lifetime : longest;
    }
}
