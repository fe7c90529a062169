namespace BalloonExporter.Core.Model;

/// <summary>
/// The monotonic clock for durations, and the only converter between its moments and wall-clock times. The wall clock may be set at any
/// time; moments converted before keep their place. Thread-safe.
/// </summary>
/// <remarks>
/// Linux slews both clocks alike, so their difference changes only when the wall clock is set or the machine was suspended. It is kept
/// until it changes: the same time always converts to the same moment.
/// </remarks>
public sealed class SteadyClock(TimeProvider time)
{
    /// <summary>Smaller steps of the wall clock are followed without a report.</summary>
    public static readonly TimeSpan LeastStep = TimeSpan.FromSeconds(1);

    // Two clocks cannot be read at once. A thread that is preempted in between must not look like a clock step.
    private static readonly TimeSpan ReadingError = TimeSpan.FromMilliseconds(50);
    private const int Readings = 3;

    private readonly Lock _lock = new();
    private readonly long _startTimestamp = time.GetTimestamp();
    private readonly long _startTicks = WallTicks(time);
    private TimeSpan _wallAhead = TimeSpan.Zero;

    /// <summary>The wall clock was set by this much; negative when it was set back. Raised once per step of a second or more.</summary>
    public event Action<TimeSpan>? Stepped;

    /// <summary>The current moment.</summary>
    public Moment Now => new(_startTicks + time.GetElapsedTime(_startTimestamp).Ticks);

    /// <summary>The wall-clock time now, for output.</summary>
    public DateTimeOffset WallTime => new(WallTicks(time), TimeSpan.Zero);

    /// <summary>The moment of a wall-clock time, by the clock's current setting. May be in the future.</summary>
    public Moment Of(DateTimeOffset written) => new Moment(written.UtcTicks) - WallAhead();

    /// <summary>The wall-clock time of a moment, by the clock's current setting, for output.</summary>
    public DateTimeOffset WallTimeOf(Moment moment) =>
        new(Math.Clamp((moment + WallAhead()).Ticks, DateTimeOffset.MinValue.Ticks, DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero);

    /// <summary>Checks whether the wall clock was set.</summary>
    public void Look() => WallAhead();

    private TimeSpan WallAhead()
    {
        TimeSpan step, ahead;
        lock (_lock)
        {
            (ahead, var error) = Read();
            step = ahead - _wallAhead;
            if (step.Duration() <= ReadingError + error)
                return _wallAhead;
            _wallAhead = ahead;
        }

        if (step.Duration() >= LeastStep)
            Stepped?.Invoke(step);
        return ahead;
    }

    // Takes the reading with the smallest gap, as it was not interrupted.
    private (TimeSpan WallAhead, TimeSpan Error) Read()
    {
        var best = (WallAhead: TimeSpan.Zero, Error: TimeSpan.MaxValue);
        for (var reading = 0; reading < Readings && best.Error > ReadingError; reading++)
        {
            var before = Now;
            var wall = new Moment(WallTicks(time));
            var error = Now - before;
            if (error < best.Error)
                best = (wall - before, error);
        }

        return best;
    }

#pragma warning disable RS0030 // The one place that reads the wall clock.
    private static long WallTicks(TimeProvider time) => time.GetUtcNow().UtcTicks;
#pragma warning restore RS0030
}
