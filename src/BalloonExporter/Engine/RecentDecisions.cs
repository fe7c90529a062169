using BalloonExporter.Core.Model;

namespace BalloonExporter.Engine;

/// <summary>The most recent decisions, for the API. Thread-safe.</summary>
internal sealed class RecentDecisions
{
    public const int Capacity = 1000;

    // Every text in a decision is bounded; this is the total limit.
    private const long ByteCapacity = 2 * Kib.BytesPerMiB;

    private readonly Lock _lock = new();
    private readonly Queue<DecisionRecord> _decisions = new(Capacity);
    private long _bytes;

    public void Add(DecisionRecord decision)
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

    /// <summary>All decisions kept, newest first.</summary>
    public IReadOnlyList<DecisionRecord> NewestFirst()
    {
        lock (_lock)
            return [.. _decisions.Reverse()];
    }
}
