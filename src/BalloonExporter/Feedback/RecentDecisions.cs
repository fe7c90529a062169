using BalloonExporter.Policy;

namespace BalloonExporter.Feedback;

/// <summary>The newest decisions, for whoever asks why. Thread-safe.</summary>
internal sealed class RecentDecisions
{
    public const int Capacity = 1000;

    private readonly Lock _lock = new();
    private readonly Queue<RecentDecision> _decisions = new(Capacity);

    public void Add(RecentDecision decision)
    {
        lock (_lock)
        {
            if (_decisions.Count == Capacity)
                _decisions.Dequeue();
            _decisions.Enqueue(decision);
        }
    }

    /// <summary>All that are kept, the newest first.</summary>
    public IReadOnlyList<RecentDecision> NewestFirst()
    {
        lock (_lock)
            return [.. _decisions.Reverse()];
    }
}

/// <summary>One decision with what it was about: the same as the line in the log.</summary>
/// <param name="At">When it was made.</param>
/// <param name="Origin">The way the wish came.</param>
/// <param name="Decision">What became of it.</param>
/// <param name="Fingerprint">Alertmanager's fingerprint of the alert.</param>
internal sealed record RecentDecision(DateTimeOffset At, RequestOrigin Origin, Decision Decision, string Fingerprint)
{
    /// <summary>The domain as the alert names it; not always a UUID.</summary>
    public string? Uuid { get; init; }

    /// <summary>The domain's name, when it is known here.</summary>
    public string? Domain { get; init; }

    public string? AskedBy { get; init; }

    public long? TargetKib { get; init; }

    public DateTimeOffset? EvaluatedAt { get; init; }

    /// <summary>
    /// The same as a caller of the API is told it: a domain that the operator left out looks like one that is not here. Null: not at all,
    /// since polled alerts for domains of other hosts are not kept.
    /// </summary>
    public RecentDecision? ForCallers => Decision.Reason != DecisionReason.Excluded
        ? this
        : Origin == RequestOrigin.Poll ? null : this with { Decision = Decision.ForCallers, Domain = null };
}
