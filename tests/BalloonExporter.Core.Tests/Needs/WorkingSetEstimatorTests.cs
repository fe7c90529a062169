using BalloonExporter.Core.Model;
using BalloonExporter.Core.Needs;

namespace BalloonExporter.Core.Tests.Needs;

public sealed partial class WorkingSetEstimatorTests
{
    private const long MiB = 1024;
    private const long MaximumKib = 1024 * MiB;

    private static readonly Moment Start = new(new DateTimeOffset(2026, 5, 4, 12, 0, 0, TimeSpan.Zero).UtcTicks);

    private readonly WorkingSetEstimator _history = new();

    // Deflate-on-OOM off: the guest's total follows the balloon.
    private bool? _autoDeflate = false;

    [Fact]
    public void Nothing_is_known_before_the_first_sample()
    {
        _history.ObserveBalloon(At(0), MaximumKib);

        Assert.Null(_history.WorkingSet);
        Assert.Equal(0, _history.SwapDebtKib);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [InlineData(null)]
    public void A_full_balloon_seen_for_the_first_time_tells_the_need_in_every_accounting_mode(bool? autoDeflate)
    {
        _autoDeflate = autoDeflate;

        Read(second: 10, balloonMib: 1024, sampleAt: 9, totalMib: 984, usableMib: 700);

        Assert.Equal(new WorkingSet((1024 - 700) * MiB, At(9)), _history.WorkingSet);
    }

    [Fact]
    public void What_is_plugged_beside_the_balloon_is_not_counted_in_the_need()
    {
        _history.ObserveBalloon(At(10), MaximumKib);
        _history.ObserveSample(Sample(9, totalMib: 984 + 256, usableMib: 700), MaximumKib, MaximumKib, false, pluggedKib: 256 * MiB);
        Assert.Equal((1024 - 700) * MiB, _history.WorkingSet?.Kib);

        // All that it needs fits into what is plugged.
        _history.ObserveSample(Sample(11, totalMib: 984 + 512, usableMib: 1200), MaximumKib, MaximumKib, false, pluggedKib: 512 * MiB);
        Assert.Equal(1, _history.WorkingSet?.Kib);
    }

    [Fact]
    public void A_guest_with_something_plugged_is_understood_while_its_balloon_moves()
    {
        for (var second = 10; second < 16; second++)
        {
            _history.ObserveBalloon(At(second), MaximumKib);
            _history.ObserveSample(Sample(second - 1, totalMib: 984 + 256, usableMib: 700), MaximumKib, MaximumKib, false, pluggedKib: 256 * MiB);
        }

        _history.ObserveBalloon(At(16), 900 * MiB);
        _history.ObserveSample(Sample(16, totalMib: 860 + 256, usableMib: 576), 900 * MiB, MaximumKib, false, pluggedKib: 256 * MiB);

        Assert.Equal(new WorkingSet(324 * MiB, At(16)), _history.WorkingSet);
    }

    [Fact]
    public void A_smaller_balloon_seen_for_the_first_time_does_not_tell_where_it_stood_at_the_sample()
    {
        Read(second: 10, balloonMib: 512, sampleAt: 9, totalMib: 472, usableMib: 100);

        Assert.Null(_history.WorkingSet);
    }

    [Fact]
    public void A_smaller_balloon_tells_the_need_with_the_first_sample_after_it_was_seen()
    {
        Read(second: 10, balloonMib: 512, sampleAt: 9, totalMib: 472, usableMib: 100);
        Read(second: 12, balloonMib: 512, sampleAt: 11, totalMib: 472, usableMib: 120);

        Assert.Equal(new WorkingSet((512 - 120) * MiB, At(11)), _history.WorkingSet);
    }

    [Theory]
    [InlineData(600, 400)]
    [InlineData(560, 600)]
    public void A_move_of_which_the_news_are_late_is_no_change_of_the_need(int fromMib, int toMib)
    {
        const int needMib = 200;
        _autoDeflate = true;
        Read(second: 10, balloonMib: fromMib, sampleAt: 9, totalMib: 984, usableMib: fromMib - needMib);
        Read(second: 12, balloonMib: fromMib, sampleAt: 11, totalMib: 984, usableMib: fromMib - needMib);
        var known = _history.WorkingSet;
        _history.ExpectMove(At(12));

        // The guest is there already, and the first of the news has not come.
        Read(second: 13, balloonMib: fromMib, sampleAt: 12, totalMib: 984, usableMib: toMib - needMib);
        Assert.Equal(known, _history.WorkingSet);
        // The first says only that it has begun.
        Read(second: 14, balloonMib: fromMib + Math.Sign(toMib - fromMib), sampleAt: 13, totalMib: 984, usableMib: toMib - needMib);
        Assert.Equal(known, _history.WorkingSet);
        Read(second: 15, balloonMib: toMib, sampleAt: 15, totalMib: 984, usableMib: toMib - needMib);
        Read(second: 17, balloonMib: toMib, sampleAt: 16, totalMib: 984, usableMib: toMib - needMib);

        Assert.Equal((needMib * MiB, 0.0, At(16)), (_history.WorkingSet!.Kib, _history.WorkingSet.RisePerSecondKib, _history.WorkingSet.SampledAt));
    }

    [Theory]
    [InlineData(40, 0)]
    [InlineData(140, 100)]
    public void What_a_move_can_have_feigned_is_no_rise(int rosePerSecondMib, int seenPerSecondMib)
    {
        // As seen on a real guest: told to give back 40 MiB, its total had them a moment before its usable memory did.
        _autoDeflate = false;
        Read(second: 10, balloonMib: 640, sampleAt: 9, totalMib: 589, usableMib: 488);
        Read(second: 12, balloonMib: 640, sampleAt: 11, totalMib: 589, usableMib: 488);
        _history.ExpectMove(At(12));
        Read(second: 13, balloonMib: 641, sampleAt: 12, totalMib: 629, usableMib: 488 + 40 - rosePerSecondMib);

        Assert.Equal((152 + rosePerSecondMib) * MiB, _history.WorkingSet!.Kib);
        Assert.Equal(seenPerSecondMib * MiB, _history.WorkingSet.RisePerSecondKib);
    }

    [Fact]
    public void A_total_that_follows_the_balloon_tells_the_need_while_the_balloon_moves()
    {
        // Learns the kernel's reserve from the full balloon.
        Read(second: 10, balloonMib: 1024, sampleAt: 9, totalMib: 984, usableMib: 700);
        _history.ObserveBalloon(At(11.5), 900 * MiB);
        // In flight: the sample saw 800 MiB, the live value is 860 by now.
        Read(second: 12, balloonMib: 860, sampleAt: 11, totalMib: 760, usableMib: 476);

        Assert.Equal(new WorkingSet((760 - 476 + 40) * MiB, At(11)), _history.WorkingSet);
    }

    [Fact]
    public void A_stale_sample_against_a_live_balloon_does_not_become_a_need()
    {
        Read(second: 10, balloonMib: 1024, sampleAt: 9, totalMib: 984, usableMib: 871);
        var before = _history.WorkingSet;

        // 1024 to 512 MiB at once: the naive difference would be 512 - 871 = -359 MiB.
        Read(second: 11, balloonMib: 512, sampleAt: 10, totalMib: 984, usableMib: 871);

        Assert.Equal(before, _history.WorkingSet);
    }

    [Fact]
    public void A_total_that_does_not_follow_tells_nothing_while_the_balloon_moves()
    {
        _autoDeflate = true;
        Read(second: 10, balloonMib: 1024, sampleAt: 9, totalMib: 984, usableMib: 700);
        var before = _history.WorkingSet;

        Read(second: 12, balloonMib: 900, sampleAt: 11, totalMib: 984, usableMib: 620);
        Read(second: 13, balloonMib: 800, sampleAt: 12, totalMib: 984, usableMib: 520);

        Assert.Equal(before, _history.WorkingSet);
    }

    [Fact]
    public void A_total_that_does_not_follow_tells_the_need_once_the_balloon_stands_still()
    {
        _autoDeflate = true;
        Read(second: 10, balloonMib: 1024, sampleAt: 9, totalMib: 984, usableMib: 700);
        Read(second: 12, balloonMib: 800, sampleAt: 11, totalMib: 984, usableMib: 620);
        Read(second: 14, balloonMib: 800, sampleAt: 13, totalMib: 984, usableMib: 476);

        // Tot - U - (Max - A) + reserve = 984 - 476 - 224 + 40.
        Assert.Equal(new WorkingSet(324 * MiB, At(13)), _history.WorkingSet);
    }

    [Fact]
    public void Both_accounting_modes_tell_the_same_need_of_the_same_guest()
    {
        var other = new WorkingSetEstimator();
        foreach (var second in (int[])[10, 12])
        {
            Read(second, balloonMib: 600, sampleAt: second - 1, totalMib: 560, usableMib: 200);
            other.ObserveBalloon(At(second), 600 * MiB);
            other.ObserveSample(Sample(second - 1, 984, 200), 600 * MiB, MaximumKib, autoDeflate: true);
        }

        Assert.Equal(400 * MiB, _history.WorkingSet!.Kib);
        Assert.Equal(_history.WorkingSet, other.WorkingSet);
    }

    [Fact]
    public void A_total_above_the_balloon_cannot_be_following_it_whatever_the_xml_says()
    {
        // Windows without deflate-on-OOM: its total stays.
        Read(second: 10, balloonMib: 600, sampleAt: 9, totalMib: 1020, usableMib: 200);
        Read(second: 12, balloonMib: 600, sampleAt: 11, totalMib: 1020, usableMib: 200);
        Assert.Equal(400 * MiB, _history.WorkingSet!.Kib);

        // In flight nothing can be told of such a guest.
        Read(second: 14, balloonMib: 500, sampleAt: 13, totalMib: 1020, usableMib: 150);
        Assert.Equal(At(11), _history.WorkingSet.SampledAt);
    }

    [Fact]
    public void A_balloon_that_moved_in_the_second_of_the_sample_leaves_no_telling()
    {
        _autoDeflate = true;
        _history.ObserveBalloon(At(8), 1024 * MiB);
        _history.ObserveBalloon(At(9.5), 900 * MiB);

        Read(second: 10, balloonMib: 900, sampleAt: 9, totalMib: 984, usableMib: 620);

        Assert.Null(_history.WorkingSet);
    }

    [Fact]
    public void A_balloon_that_moved_more_than_a_second_after_the_sample_does_not_matter()
    {
        _autoDeflate = true;
        _history.ObserveBalloon(At(8), 1024 * MiB);
        _history.ObserveBalloon(At(10), 1024 * MiB);
        _history.ObserveBalloon(At(10.5), 900 * MiB);

        Read(second: 11, balloonMib: 800, sampleAt: 9, totalMib: 984, usableMib: 700);

        Assert.Equal(new WorkingSet(324 * MiB, At(9)), _history.WorkingSet);
    }

    [Fact]
    public void A_balloon_event_that_comes_late_is_put_in_its_place()
    {
        _autoDeflate = true;
        _history.ObserveBalloon(At(8), 1024 * MiB);
        _history.ObserveBalloon(At(12), 800 * MiB);
        _history.ObserveBalloon(At(9), 900 * MiB);

        Read(second: 13, balloonMib: 800, sampleAt: 8, totalMib: 984, usableMib: 700);

        // At 8 s it stood at 1024 MiB, within the second after it at 900 MiB.
        Assert.Null(_history.WorkingSet);
    }

    private static Moment At(double second) => Start + TimeSpan.FromSeconds(second);

    private static GuestStatistics Sample(double sampleAt, int totalMib, int usableMib, int swapOutMib = 0, int swapInMib = 0) => new()
    {
        SampledAt = At(sampleAt),
        TotalKib = totalMib * MiB,
        UsableKib = usableMib * MiB,
        SwapOutKib = swapOutMib * MiB,
        SwapInKib = swapInMib * MiB,
    };

    private void Read(double second, int balloonMib, double sampleAt, int totalMib, int usableMib, int swapOutMib = 0, int swapInMib = 0)
    {
        _history.ObserveBalloon(At(second), balloonMib * MiB);
        _history.ObserveSample(Sample(sampleAt, totalMib, usableMib, swapOutMib, swapInMib), balloonMib * MiB, MaximumKib, _autoDeflate);
    }
}
