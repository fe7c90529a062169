namespace BalloonExporter.Core.Model;

/// <summary>
/// Tells the time that durations are counted with, and the one place where times that somebody wrote by the wall clock become such
/// moments, and back. The wall clock may be set at any moment; what was translated before that keeps its place. Thread-safe.
/// </summary>
/// <remarks>
/// Linux slews both clocks alike, so their difference changes only when somebody sets the wall clock, or the machine slept. It is kept
/// until it changes: what is translated twice is the same moment.
/// </remarks>
public sealed class SteadyClock(TimeProvider time)
{
    /// <summary>A clock that was set by less is followed without a word.</summary>
    public static readonly TimeSpan LeastStep = TimeSpan.FromSeconds(1);

    // Two clocks cannot be read at once. A thread that loses its processor in between must not look like a clock that was set.
    private static readonly TimeSpan ReadingError = TimeSpan.FromMilliseconds(50);
    private const int Readings = 3;

    private readonly Lock _lock = new();
    private readonly long _startTimestamp = time.GetTimestamp();
    private readonly long _startTicks = WallTicks(time);
    private TimeSpan _wallAhead = TimeSpan.Zero;

    /// <summary>The wall clock was set by so much: negative when it was set back. Raised once for each step of a second or more.</summary>
    public event Action<TimeSpan>? Stepped;

    /// <summary>The present moment.</summary>
    public Moment Now => new(_startTicks + time.GetElapsedTime(_startTimestamp).Ticks);

    /// <summary>What the wall clock shows now: for those who read it.</summary>
    public DateTimeOffset WallTime => new(WallTicks(time), TimeSpan.Zero);

    /// <summary>The moment of what somebody wrote by the wall clock, as that is set now. May lie in the future.</summary>
    public Moment Of(DateTimeOffset written) => new Moment(written.UtcTicks) - WallAhead();

    /// <summary>A moment by the wall clock as that is set now: for those who read it.</summary>
    public DateTimeOffset WallTimeOf(Moment moment) =>
        new(Math.Clamp((moment + WallAhead()).Ticks, DateTimeOffset.MinValue.Ticks, DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero);

    /// <summary>Notices whether the wall clock was set.</summary>
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

    // The narrowest of several readings is the one that nothing came between.
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
