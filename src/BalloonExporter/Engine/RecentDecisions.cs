using BalloonExporter.Core.Model;

namespace BalloonExporter.Engine;

/// <summary>The newest decisions, for whoever asks why. Thread-safe.</summary>
internal sealed class RecentDecisions
{
    public const int Capacity = 1000;

    // Every text in a decision has a bound of its own; this one holds whatever becomes of those.
    private const long ByteCapacity = 2 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly Queue<RecentDecision> _decisions = new(Capacity);
    private long _bytes;

    public void Add(RecentDecision decision)
    {
        var bytes = decision.Bytes;
        if (bytes > ByteCapacity)
            return;
        lock (_lock)
        {
            while (_decisions.Count == Capacity || _bytes + bytes > ByteCapacity)
                _bytes -= _decisions.Dequeue().Bytes;
            _decisions.Enqueue(decision);
            _bytes += bytes;
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

    /// <summary>About what it occupies. A decision's own fields are numbers.</summary>
    public long Bytes => FixedBytes + (sizeof(char) * (long)(Fingerprint.Length + (Uuid?.Length ?? 0) + (Domain?.Length ?? 0) + (AskedBy?.Length ?? 0)));

    private const int FixedBytes = 512;

    /// <summary>
    /// The same as a caller of the API is told it: a domain that the operator left out looks like one that is not here. Null: not at all,
    /// since polled alerts for domains of other hosts are not kept.
    /// </summary>
    public RecentDecision? ForCallers => Decision.Reason != DecisionReason.Excluded
        ? this
        : Origin == RequestOrigin.Poll ? null : this with { Decision = Decision.ForCallers, Domain = null };
}
