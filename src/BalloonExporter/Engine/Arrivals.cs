using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;

namespace BalloonExporter.Engine;

/// <summary>
/// Tracks which recommendations for domains of this host arrived before. Measures the age of each at its first arrival: Alertmanager
/// repeats it until there is a new one, and a second Alertmanager may do so later still. For one thread.
/// </summary>
internal sealed class Arrivals(IFeedbackMetrics metrics)
{
    // Ten times the domains of a large host. When it is cleared some are measured twice.
    private const int Capacity = 10_000;

    // Of each domain: two minutes of a plan that is made each 15 s.
    private const int Remembered = 8;

    private readonly Dictionary<Guid, Seen> _domains = [];

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
        var isStale = decision.Reason == DecisionReason.StaleRecommendation;
        if (_domains.TryGetValue(request.Uuid, out var seen) && request.EvaluatedAt <= seen.Newest)
            return isStale && seen.InTime.Contains(request.EvaluatedAt) ? decision with { Reason = DecisionReason.Duplicate } : decision;
        metrics.Arrived(now - request.EvaluatedAt);
        Note(request, isStale);
        return decision;
    }

    private void Note(BalloonRequest request, bool isStale)
    {
        if (!_domains.TryGetValue(request.Uuid, out var seen))
        {
            if (_domains.Count >= Capacity)
                _domains.Clear();
            _domains[request.Uuid] = seen = new Seen();
        }

        seen.Newest = request.EvaluatedAt;
        if (isStale)
            return;
        if (seen.InTime.Count == Remembered)
            seen.InTime.Dequeue();
        seen.InTime.Enqueue(request.EvaluatedAt);
    }

    private sealed class Seen
    {
        public Moment Newest { get; set; }

        /// <summary>The last ones that arrived in time, oldest first.</summary>
        public Queue<Moment> InTime { get; } = new();
    }
}
