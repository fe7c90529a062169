using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Tests.Needs;

/// <content>What is not believed, and what is forgotten.</content>
public sealed partial class WorkingSetEstimatorTests
{
    [Fact]
    public void A_long_flat_line_is_remembered_by_its_ends()
    {
        _autoDeflate = true;
        for (var second = 0; second < 100_000; second++)
            _history.ObserveBalloon(At(second), 600 * MiB);

        Read(second: 100_001, balloonMib: 600, sampleAt: 100_000, totalMib: 984, usableMib: 200);

        Assert.Equal(400 * MiB, _history.WorkingSet!.Kib);
    }

    [Theory]
    [InlineData(1024)] // W = 0
    [InlineData(1100)] // W < 0
    public void A_need_of_nothing_or_less_is_rejected(int usableMib)
    {
        Read(second: 10, balloonMib: 1024, sampleAt: 9, totalMib: 984, usableMib: 700);
        Read(second: 12, balloonMib: 1024, sampleAt: 11, totalMib: 984, usableMib);

        Assert.Equal(At(9), _history.WorkingSet!.SampledAt);
    }

    [Theory]
    [InlineData(0, 9)] // W = A
    [InlineData(-51, 9)] // within five percent above
    [InlineData(-52, null)] // beyond
    public void A_need_more_than_five_percent_above_the_balloon_is_rejected(int usableMib, int? sampledAt)
    {
        Read(second: 10, balloonMib: 1024, sampleAt: 9, totalMib: 984, usableMib);

        Assert.Equal(sampledAt is { } second ? At(second) : null, _history.WorkingSet?.SampledAt);
    }

    [Theory]
    [InlineData(null, 100)]
    [InlineData(100, null)]
    public void A_sample_without_a_total_or_usable_memory_tells_no_need(int? totalMib, int? usableMib)
    {
        _history.ObserveBalloon(At(10), MaximumKib);
        _history.ObserveSample(
            new GuestStatistics { SampledAt = At(9), TotalKib = totalMib * MiB, UsableKib = usableMib * MiB }, MaximumKib, MaximumKib, false);

        Assert.Null(_history.WorkingSet);
    }

    [Fact]
    public void Another_maximum_is_another_machine_so_what_was_learned_is_void()
    {
        Read(second: 10, balloonMib: 1024, sampleAt: 9, totalMib: 984, usableMib: 700);

        _history.ObserveBalloon(At(12), 1024 * MiB);
        _history.ObserveSample(new GuestStatistics { SampledAt = At(11) }, 1024 * MiB, 2048 * MiB, false);

        Assert.Null(_history.WorkingSet);
    }

    [Fact]
    public void Another_maximum_makes_the_kernels_reserve_unknown()
    {
        Read(second: 10, balloonMib: 1024, sampleAt: 9, totalMib: 984, usableMib: 700);
        _history.ObserveBalloon(At(11.5), 900 * MiB);
        _history.ObserveBalloon(At(12), 860 * MiB);

        _history.ObserveSample(Sample(11, 760, 476), 860 * MiB, 2048 * MiB, false);

        Assert.Null(_history.WorkingSet);
    }

    [Fact]
    public void A_reboot_voids_everything()
    {
        Read(second: 10, balloonMib: 1024, sampleAt: 9, totalMib: 984, usableMib: 700, swapOutMib: 0);
        Read(second: 40, balloonMib: 1024, sampleAt: 39, totalMib: 984, usableMib: 700, swapOutMib: 100);

        _history.Forget();

        Assert.Null(_history.WorkingSet);
        Assert.Equal(0, _history.SwapDebtKib);
        // The reserve too: the new kernel may keep another.
        _history.ObserveBalloon(At(40), 1000 * MiB);
        _history.ObserveBalloon(At(41.5), 900 * MiB);
        Read(second: 42, balloonMib: 860, sampleAt: 41, totalMib: 760, usableMib: 476);
        Assert.Null(_history.WorkingSet);
    }
}
