using BalloonExporter.Core.Model;
using BalloonExporter.Core.Needs;

namespace BalloonExporter.Core.Tests.Needs;

public sealed class SampleTimesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly Moment Start = new(Noon.UtcTicks);

    private readonly SampleTimes _times = new();

    [Fact]
    public void While_the_clock_is_right_a_sample_is_as_old_as_its_stamp_says()
    {
        Assert.Equal(At(-4), Place(stamp: -4, seen: 0));
        Assert.Equal(At(-4), Place(stamp: -4, seen: 1));
        Assert.Equal(At(1), Place(stamp: 1, seen: 2));
        // Not looked at for a while: most of the samples in between were not seen.
        Assert.Equal(At(96), Place(stamp: 96, seen: 100));
    }

    [Fact]
    public void Samples_of_one_second_are_told_apart_by_their_figures_and_each_came_after_the_look_before()
    {
        Assert.Equal(At(1), Place(stamp: 1, seen: 1.1, usableKib: 100));
        Assert.Equal(At(1.08), Place(stamp: 1, seen: 1.2, usableKib: 90));
        // The same one again.
        Assert.Equal(At(1.08), Place(stamp: 1, seen: 1.3, usableKib: 90));
        Assert.Equal(At(1.28), Place(stamp: 1, seen: 1.4, usableKib: 80));
        Assert.Equal(At(2), Place(stamp: 2, seen: 2.1, usableKib: 70));
    }

    [Fact]
    public void An_older_sample_of_the_same_second_that_a_slower_read_brings_is_not_new()
    {
        Place(stamp: 1, seen: 1.1, usableKib: 100, faults: 10);
        Place(stamp: 1, seen: 1.2, usableKib: 90, faults: 20);

        Assert.True(Place(stamp: 1, seen: 1.3, usableKib: 100, faults: 10) < _times.NewestAt);
        Assert.Equal(At(1.08), _times.NewestAt);
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(3600)]
    public void A_sample_from_before_a_step_grows_old_and_a_new_one_is_as_old_as_it_says(int step)
    {
        Place(stamp: 0, seen: 1);

        Assert.Equal(At(0), Place(stamp: 0, seen: 5, ahead: step));
        Assert.Equal(At(0), Place(stamp: 0, seen: 500, ahead: step));
        Assert.Equal(At(501), Place(stamp: 501 + step, seen: 502, ahead: step));
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(3600)]
    public void A_sample_from_between_look_and_step_came_after_the_look_before(int step)
    {
        Place(stamp: 0, seen: 1);

        // Stamped with 5 by the clock as it was, looked at by the clock as it is.
        Assert.Equal(At(0), Place(stamp: 5, seen: 6, ahead: step));
        Assert.Equal(At(10), Place(stamp: 10 + step, seen: 11, ahead: step));
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(3600)]
    public void With_a_clock_that_stays_another_than_that_of_QEMU_new_samples_are_new(int step)
    {
        Place(stamp: 0, seen: 1);
        for (var second = 2; second < 60; second += 2)
        {
            var at = Place(stamp: second, seen: second + 0.5, ahead: step);
            Assert.InRange((At(second) - at).TotalSeconds, 0, 3.5);
        }
    }

    [Fact]
    public void A_first_sample_from_the_future_is_not_acted_on()
    {
        Assert.Equal(At(0) - TimeSpan.FromMinutes(4), Place(stamp: 3600, seen: 0));
        Assert.Equal(At(0) - TimeSpan.FromMinutes(4), Place(stamp: 3600, seen: 4));
        Assert.Equal(At(3), Place(stamp: 3605, seen: 6, ahead: 0));
    }

    [Fact]
    public void A_look_that_comes_too_late_brings_nothing_new()
    {
        Place(stamp: 0, seen: 1);
        Place(stamp: 5, seen: 6);

        Assert.Equal(At(3), Place(stamp: 3, seen: 6));
        Assert.Equal(At(5), Place(stamp: 5, seen: 7));
    }

    private static Moment At(double second) => Start + TimeSpan.FromSeconds(second);

    // Seconds since the start, the stamp by QEMU's clock; the host's clock is ahead by so much.
    private Moment Place(int stamp, double seen, int ahead = 0, long? usableKib = null, long? faults = null) => _times.Place(
        new GuestStatistics { LastUpdate = Noon.AddSeconds(stamp), SampledAt = At(stamp - ahead), UsableKib = usableKib, MinorFaults = faults }, At(seen));
}
