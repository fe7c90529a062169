namespace ExporterToolkit.Logging;

/// <summary>
/// Reports an event when it first occurs, and from then on once a minute with its count. The number of known events is limited: beyond it
/// an event counts by its kind. Thread-safe.
/// </summary>
/// <typeparam name="TKey">Identity of an event.</typeparam>
/// <typeparam name="TLine">What is reported; the last one is kept.</typeparam>
/// <param name="capacity">Maximum number of known events, kinds excluded.</param>
/// <param name="time">Its timestamps are used, not its wall clock.</param>
public sealed class Repetitions<TKey, TLine>(int capacity, TimeProvider time)
    where TKey : notnull
{
    /// <summary>Interval of reports for a repeated event.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, Entry> _entries = [];

    /// <summary>Whether to report an event now; if not it is counted.</summary>
    /// <param name="key">The event.</param>
    /// <param name="kind">Its kind, used when too many events are known; from a closed set.</param>
    /// <param name="line">What is reported.</param>
    public bool IsFirst(TKey key, TKey kind, TLine line)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var entry) && _entries.Count >= capacity)
                _entries.TryGetValue(key = kind, out entry);
            if (entry is null)
            {
                _entries[key] = new Entry(line, time.GetTimestamp());
                return true;
            }

            entry.Last = line;
            entry.Count++;
            return false;
        }
    }

    /// <summary>Events that repeated within the last minute, with their count. Events that did not repeat are dropped.</summary>
    public IReadOnlyList<(TLine Last, long Count)> TakeDue()
    {
        var due = new List<(TLine Last, long Count)>();
        lock (_lock)
        {
            foreach (var (key, entry) in _entries)
            {
                if (time.GetElapsedTime(entry.ToldAt) < Period)
                    continue;
                if (entry.Count == 0)
                {
                    _entries.Remove(key);
                    continue;
                }

                due.Add((entry.Last, entry.Count));
                entry.Count = 0;
                entry.ToldAt = time.GetTimestamp();
            }
        }

        return due;
    }

    private sealed class Entry(TLine line, long toldAt)
    {
        public TLine Last { get; set; } = line;

        public long ToldAt { get; set; } = toldAt;

        public long Count { get; set; }
    }
}
