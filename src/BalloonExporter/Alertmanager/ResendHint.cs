using BalloonExporter.Core.Model;

namespace BalloonExporter.Alertmanager;

/// <summary>
/// Warns once if Prometheus repeats alerts at its default of a minute instead of with each evaluation, which delays each change.
/// Determined from heartbeats. Thread-safe.
/// </summary>
internal sealed partial class ResendHint(ILogger<ResendHint> log)
{
    // One late heartbeat may be a restart of Prometheus.
    private const int InARow = 2;

    // A plan without an interval is from an earlier rule pack, which was evaluated every 15 s.
    private static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(15);

    // A plan's lifetime exceeds two intervals by this much: the delays of a few evaluations.
    private static readonly TimeSpan Delivery = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private Moment? _newest;
    private int _seldom;
    private bool _told;

    /// <summary>A message arrived, possibly with heartbeats; the newest counts.</summary>
    /// <param name="alerts">Its alerts.</param>
    /// <param name="askedEach">How often Alertmanager is asked for them: what lies between is not seen. Zero: it tells them.</param>
    public void Beat(IReadOnlyList<ReadAlert> alerts, TimeSpan askedEach = default)
    {
        var beats = alerts.Select(alert => alert.Beat).OfType<Heartbeat>().ToList();
        if (beats.Count > 0)
            Beat(beats.MaxBy(beat => beat.EvaluatedAt), askedEach);
    }

    private void Beat(Heartbeat beat, TimeSpan askedEach)
    {
        lock (_lock)
        {
            if (_told || beat.EvaluatedAt <= _newest)
                return;
            var gap = beat.EvaluatedAt - _newest;
            _newest = beat.EvaluatedAt;
            _seldom = gap > IntervalOf(beat) + Delivery + askedEach ? _seldom + 1 : 0;
            _told = _seldom == InARow;
            if (_told)
                RepeatsSeldom(gap!.Value.TotalSeconds);
        }
    }

    private static TimeSpan IntervalOf(Heartbeat beat) => beat.Lifetime is { } lifetime ? (lifetime - Delivery) / 2 : DefaultInterval;

    [LoggerMessage(LogLevel.Warning, "Prometheus repeats alerts each 60 s: set the resend delay (--rules.alert.resend-delay=5s)")]
    private partial void RepeatsSeldom(double secondsBetweenHeartbeats);
}
