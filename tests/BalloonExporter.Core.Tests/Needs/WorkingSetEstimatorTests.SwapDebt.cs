using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Tests.Needs;

/// <content>What the guest swapped out for want of memory.</content>
public sealed partial class WorkingSetEstimatorTests
{
    [Fact]
    public void Swap_debt_is_what_went_out_and_did_not_come_back()
    {
        Read(second: 10, balloonMib: 1024, sampleAt: 0, totalMib: 984, usableMib: 700, swapOutMib: 500, swapInMib: 100);
        Read(second: 40, balloonMib: 1024, sampleAt: 30, totalMib: 984, usableMib: 700, swapOutMib: 580, swapInMib: 110);

        Assert.Equal(70 * MiB, _history.SwapDebtKib);
    }

    [Fact]
    public void Swapping_before_the_first_sample_is_no_debt()
    {
        Read(second: 10, balloonMib: 1024, sampleAt: 9, totalMib: 984, usableMib: 700, swapOutMib: 5000);

        Assert.Equal(0, _history.SwapDebtKib);
    }

    [Fact]
    public void Swap_debt_shows_with_the_next_sample()
    {
        Read(second: 10, balloonMib: 1024, sampleAt: 9, totalMib: 984, usableMib: 700, swapOutMib: 0);
        Read(second: 12, balloonMib: 1024, sampleAt: 11, totalMib: 984, usableMib: 700, swapOutMib: 8);

        Assert.Equal(8 * MiB, _history.SwapDebtKib);
    }

    [Fact]
    public void Swap_debt_is_never_negative()
    {
        Read(second: 10, balloonMib: 1024, sampleAt: 0, totalMib: 984, usableMib: 700, swapOutMib: 500);
        Read(second: 40, balloonMib: 1024, sampleAt: 30, totalMib: 984, usableMib: 700, swapOutMib: 500, swapInMib: 200);

        Assert.Equal(0, _history.SwapDebtKib);
    }

    [Fact]
    public void Swap_debt_counts_from_where_least_was_swapped_out()
    {
        Read(second: 10, balloonMib: 1024, sampleAt: 0, totalMib: 984, usableMib: 700, swapOutMib: 500);
        Read(second: 40, balloonMib: 1024, sampleAt: 30, totalMib: 984, usableMib: 700, swapOutMib: 500, swapInMib: 450);
        Read(second: 70, balloonMib: 1024, sampleAt: 60, totalMib: 984, usableMib: 700, swapOutMib: 700, swapInMib: 450);

        Assert.Equal(200 * MiB, _history.SwapDebtKib);
    }

    [Fact]
    public void Swap_debt_is_forgiven_after_ten_minutes()
    {
        for (var second = 0; second <= 1300; second += 2)
            Read(second, balloonMib: 1024, sampleAt: second, totalMib: 984, usableMib: 700, swapOutMib: second < 300 ? 0 : 64);

        Assert.Equal(0, _history.SwapDebtKib);
    }

    [Fact]
    public void Swap_debt_lasts_ten_minutes()
    {
        for (var second = 0; second <= 880; second += 2)
            Read(second, balloonMib: 1024, sampleAt: second, totalMib: 984, usableMib: 700, swapOutMib: second < 300 ? 0 : 64);

        Assert.Equal(64 * MiB, _history.SwapDebtKib);
    }

    [Fact]
    public void A_sample_without_swap_counters_leaves_the_debt_as_it_was()
    {
        Read(second: 10, balloonMib: 1024, sampleAt: 0, totalMib: 984, usableMib: 700, swapOutMib: 0);
        Read(second: 40, balloonMib: 1024, sampleAt: 30, totalMib: 984, usableMib: 700, swapOutMib: 64);
        _history.ObserveSample(new GuestStatistics { SampledAt = At(60) }, MaximumKib, MaximumKib, false);

        Assert.Equal(64 * MiB, _history.SwapDebtKib);
    }
}
