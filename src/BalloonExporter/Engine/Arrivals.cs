using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;

namespace BalloonExporter.Engine;

/// <summary>
/// Tracks which recommendations for domains of this host arrived before. Measures the age of each at its first arrival: Alertmanager
/// repeats it until there is a new one. For one thread.
/// </summary>
internal sealed class Arrivals(IFeedbackMetrics metrics)
{
    // Ten times the domains of a large host. When it is cleared some are measured twice.
    private const int Capacity = 10_000;

    private readonly Dictionary<Guid, (Moment EvaluatedAt, bool InTime)> _newest = [];

    /// <summary>Records a recommendation for a domain of this host.</summary>
    /// <param name="request">The recommendation; requests of reflexes and of the API are ignored.</param>
    /// <param name="decision">The decision on it.</param>
    /// <param name="now">The current moment.</param>
    /// <returns>The decision; a repetition of one that arrived in time is a duplicate, not stale.</returns>
    public Decision Judge(BalloonRequest request, Decision decision, Moment now)
    {
        // A recommendation from the future would hide all later ones.
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
