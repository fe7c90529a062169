using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Tests;

public sealed class SteadyClockTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    private readonly JumpingTime _time = new(Noon);
    private readonly SteadyClock _clock;
    private readonly List<TimeSpan> _steps = [];

    public SteadyClockTests()
    {
        _clock = new SteadyClock(_time);
        _clock.Stepped += _steps.Add;
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(3600)]
    [InlineData(-315360000)]
    public void A_step_is_no_time_that_passes(int seconds)
    {
        var before = _clock.Now;

        _time.Jump(TimeSpan.FromSeconds(seconds));
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(TimeSpan.FromSeconds(2), _clock.Now - before);
        Assert.Equal(Noon.AddSeconds(seconds + 2), _clock.WallTime);
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(3600)]
    public void What_is_written_after_a_step_is_translated_by_the_clock_as_it_is_then(int seconds)
    {
        _time.Advance(TimeSpan.FromSeconds(10));
        _time.Jump(TimeSpan.FromSeconds(seconds));

        Assert.Equal(_clock.Now - TimeSpan.FromSeconds(5), _clock.Of(_time.GetUtcNow().AddSeconds(-5)));
        Assert.Equal(_time.GetUtcNow(), _clock.WallTimeOf(_clock.Now));
    }

    [Fact]
    public void What_is_translated_twice_is_the_same_moment()
    {
        var moment = _clock.Of(Noon.AddSeconds(-3));
        _time.Advance(TimeSpan.FromHours(1));
        // As two clocks that cannot be read at once differ.
        _time.Jump(TimeSpan.FromMilliseconds(20));

        Assert.Equal(moment, _clock.Of(Noon.AddSeconds(-3)));
        Assert.Empty(_steps);
    }

    [Fact]
    public void Each_step_is_logged_once()
    {
        _time.Jump(TimeSpan.FromHours(-1));
        _clock.Look();
        _clock.Look();
        _ = _clock.Of(Noon);
        _time.Jump(TimeSpan.FromMinutes(90));
        _ = _clock.WallTimeOf(_clock.Now);
        _clock.Look();

        Assert.Equal([TimeSpan.FromHours(-1), TimeSpan.FromMinutes(90)], _steps);
    }

    [Fact]
    public void Less_than_a_second_is_followed_without_a_word()
    {
        _time.Jump(TimeSpan.FromSeconds(-0.9));

        Assert.Equal(_time.GetUtcNow(), _clock.WallTimeOf(_clock.Now));
        Assert.Empty(_steps);
    }

    [Fact]
    public void A_moment_too_far_away_is_the_last_there_is()
    {
        Assert.Equal(Moment.MaxValue, _clock.Now + TimeSpan.MaxValue);
        Assert.Equal(DateTimeOffset.MaxValue, _clock.WallTimeOf(Moment.MaxValue + TimeSpan.FromDays(1)));
    }
}
