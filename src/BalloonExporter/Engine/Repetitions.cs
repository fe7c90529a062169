using BalloonExporter.Core.Model;

namespace BalloonExporter.Engine;

/// <summary>
/// Lets a thing be told when it happens first, and from then on once a minute with how often it happened. It knows so many things at
/// most: beyond that a thing counts as one of a kind. Thread-safe.
/// </summary>
/// <typeparam name="TKey">What makes two things the same.</typeparam>
/// <typeparam name="TLine">What is told of it; the last one is kept.</typeparam>
/// <param name="capacity">How many things are known at most, kinds not counted.</param>
/// <param name="clock">The clock.</param>
internal sealed class Repetitions<TKey, TLine>(int capacity, SteadyClock clock)
    where TKey : notnull
{
    /// <summary>How often a thing that repeats is told.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, Entry> _entries = [];

    /// <summary>Whether this is to be told now; if not it is counted.</summary>
    /// <param name="key">The thing.</param>
    /// <param name="kind">What it counts as when too many are known; of a closed set.</param>
    /// <param name="line">What is told of it.</param>
    public bool IsFirst(TKey key, TKey kind, TLine line)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var entry) && _entries.Count >= capacity)
                _entries.TryGetValue(key = kind, out entry);
            if (entry is null)
            {
                _entries[key] = new Entry(line, clock.Now);
                return true;
            }

            entry.Last = line;
            entry.Count++;
            return false;
        }
    }

    /// <summary>What repeated for a minute since it was last told, and how often. What did not repeat is forgotten.</summary>
    public IReadOnlyList<(TLine Last, long Count)> TakeDue()
    {
        var due = new List<(TLine Last, long Count)>();
        lock (_lock)
        {
            foreach (var (key, entry) in _entries)
            {
                if (clock.Now - entry.ToldAt < Period)
                    continue;
                if (entry.Count == 0)
                {
                    _entries.Remove(key);
                    continue;
                }

                due.Add((entry.Last, entry.Count));
                entry.Count = 0;
                entry.ToldAt = clock.Now;
            }
        }

        return due;
    }

    private sealed class Entry(TLine line, Moment toldAt)
    {
        public TLine Last { get; set; } = line;

        public Moment ToldAt { get; set; } = toldAt;

        public long Count { get; set; }
    }
}
