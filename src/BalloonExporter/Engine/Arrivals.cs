using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;

namespace BalloonExporter.Engine;

/// <summary>
/// Which recommendations for domains of this host came before. Measures how old each is when it comes first: Alertmanager repeats it
/// until there is another. For one thread.
/// </summary>
internal sealed class Arrivals(IFeedbackMetrics metrics)
{
    // Ten times the domains of a large host. Whoever forgets them all measures some twice.
    private const int Capacity = 10_000;

    private readonly Dictionary<Guid, (Moment EvaluatedAt, bool InTime)> _newest = [];

    /// <summary>Notes a recommendation for a domain that runs here.</summary>
    /// <param name="request">The recommendation; what the exporter itself or its own interface asks for does not count.</param>
    /// <param name="decision">What was decided about it.</param>
    /// <param name="now">The moment.</param>
    /// <returns>The decision; a repetition of what came in good time is a duplicate instead of stale.</returns>
    public Decision Judge(BalloonRequest request, Decision decision, Moment now)
    {
        // What comes from the future would hide all that comes after it.
        if (request.Origin is not (RequestOrigin.Alert or RequestOrigin.Poll) || decision.Reason == DecisionReason.FutureRecommendation)
            return decision;
        var isKnown = _newest.TryGetValue(request.Uuid, out var newest);
        if (!isKnown || request.EvaluatedAt > newest.EvaluatedAt)
            Note(request, decision, now);
        return isKnown && request.EvaluatedAt == newest.EvaluatedAt && newest.InTime && decision.Reason == DecisionReason.StaleRecommendation
            ? decision with { Reason = DecisionReason.Duplicate }
            : decision;
    }

    private void Note(BalloonRequest request, Decision decision, Moment now)
    {
        if (_newest.Count >= Capacity)
            _newest.Clear();
        _newest[request.Uuid] = (request.EvaluatedAt, decision.Reason != DecisionReason.StaleRecommendation);
        metrics.Arrived(now - request.EvaluatedAt);
    }
}
