using System.Diagnostics;

namespace BalloonExporter.Lab.Bench;

/// <summary>What was measured of one subject.</summary>
internal sealed class Measurement(ISubject subject, int daemonProcessId)
{
    private readonly List<TimeSpan> _times = [];
    private TimeSpan _processorTime;
    private TimeSpan _daemonTime;

    public ISubject Subject { get; } = subject;

    public TimeSpan Median => Quantile(0.5);

    public TimeSpan P99 => Quantile(0.99);

    public TimeSpan? ProcessorTime => Subject.ProcessId is null ? null : _processorTime / _times.Count;

    public TimeSpan DaemonTime => _daemonTime / _times.Count;

    public int? Bytes { get; private set; }

    public int? Series { get; private set; }

    /// <summary>Asks once and adds it up.</summary>
    public async Task TakeAsync()
    {
        var processor = Subject.ProcessId is { } id ? ProcessorClock.Of(id) : TimeSpan.Zero;
        var daemon = ProcessorClock.Of(daemonProcessId);
        var started = Stopwatch.GetTimestamp();
        var page = await Subject.AskAsync();
        _times.Add(Stopwatch.GetElapsedTime(started));
        _daemonTime += ProcessorClock.Of(daemonProcessId) - daemon;
        if (Subject.ProcessId is { } same)
            _processorTime += ProcessorClock.Of(same) - processor;
        if (page is null)
            return;
        Bytes = page.Length;
        Series = page.Split('\n').Count(line => line.Length > 0 && line[0] != '#');
    }

    private TimeSpan Quantile(double share) => _times.Order().ElementAt((int)Math.Ceiling(share * _times.Count) - 1);
}
