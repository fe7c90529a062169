using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Reflexes;

/// <summary>
/// Learns when scrapes come: the look at all domains that is due anyway is then made just before one, which need not ask for the same again.
/// Several scrapers with one interval are learned together. Thread-safe; holds no clock.
/// </summary>
public sealed class ScrapePhase
{
    /// <summary>How long before a scrape all domains are looked at.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromMilliseconds(500);

    // A look with each of such scrapes would cost more than it saves.
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromMinutes(2);

    // Prometheus keeps to its interval within milliseconds; connecting takes some, too.
    private static readonly TimeSpan Jitter = TimeSpan.FromMilliseconds(50);

    // A scrape that comes after as many others at the same distance is no accident.
    private const int Periods = 3;

    // Of four scrapers, the periods above and one to come.
    private const int Most = 16;

    private readonly Lock _lock = new();
    private readonly List<Moment> _at = [];
    private TimeSpan? _interval;

    /// <summary>A scrape has come.</summary>
    public void Note(Moment at)
    {
        lock (_lock)
        {
            if (_at.Count == Most)
                _at.RemoveAt(0);
            _at.Add(at);
            // One by hand in between changes nothing.
            if (FindInterval(at) is { } found)
                _interval = found >= ShortestInterval ? found : null;
        }
    }

    /// <summary>When the look before the next scrape is to be made, if that scrape is still to come; null while none is expected.</summary>
    /// <param name="now">The moment.</param>
    public Moment? NextLookAt(Moment now)
    {
        lock (_lock)
        {
            if (_interval is not { } interval)
                return null;
            var expected = _at.Select(at => at + interval).Where(next => next > now).ToList();
            return expected.Count == 0 ? null : expected.Min() - Ahead;
        }
    }

    // The shortest distance that the newest scrape has to an earlier one, and that one to the one before it.
    private TimeSpan? FindInterval(Moment newest)
    {
        for (var index = _at.Count - 1; index >= 0; index--)
        {
            var interval = newest - _at[index];
            if (interval > LongestInterval)
                break;
            if (interval > 4 * Jitter && Enumerable.Range(2, Periods - 1).All(period => IsNear(newest - (period * interval))))
                return interval;
        }

        return null;
    }

    private bool IsNear(Moment expected) => _at.Exists(at => (at - expected).Duration() <= Jitter);
}
