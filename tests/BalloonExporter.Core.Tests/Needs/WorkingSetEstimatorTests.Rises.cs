namespace BalloonExporter.Core.Tests.Needs;

/// <content>How fast a working set grows.</content>
public sealed partial class WorkingSetEstimatorTests
{
    [Fact]
    public void Samples_each_tenth_of_a_second_show_the_same_rise_as_one_each_second()
    {
        _autoDeflate = false;
        for (var tenth = 0; tenth <= 40; tenth++)
            Read(second: 10 + (tenth / 10.0), balloonMib: 640, sampleAt: 10 + (tenth / 10.0), totalMib: 589, usableMib: 488 - tenth);

        // Ten MiB a second.
        Assert.Equal(10 * MiB, _history.WorkingSet!.RisePerSecondKib, 1.0);
    }

    [Fact]
    public void Two_samples_that_are_almost_of_the_same_moment_show_no_rise()
    {
        _autoDeflate = false;
        Read(second: 10, balloonMib: 640, sampleAt: 10, totalMib: 589, usableMib: 488);
        Read(second: 10.1, balloonMib: 640, sampleAt: 10.03, totalMib: 589, usableMib: 480);

        Assert.Equal(0, _history.WorkingSet!.RisePerSecondKib);
    }

    [Fact]
    public void The_largest_rise_is_remembered_and_counts_half_after_six_hours()
    {
        _autoDeflate = false;
        Read(second: 10, balloonMib: 640, sampleAt: 10, totalMib: 589, usableMib: 488);
        Read(second: 12, balloonMib: 640, sampleAt: 12, totalMib: 589, usableMib: 388);
        Assert.Equal(50 * MiB, _history.WorkingSet!.LargestRisePerSecondKib, 1.0);

        // A smaller one takes nothing away from it.
        Read(second: 14, balloonMib: 640, sampleAt: 14, totalMib: 589, usableMib: 368);
        Assert.Equal(50 * MiB, _history.WorkingSet!.LargestRisePerSecondKib, 10.0);

        const int sixHours = 6 * 3600;
        Read(second: 12 + sixHours, balloonMib: 640, sampleAt: 12 + sixHours, totalMib: 589, usableMib: 488);
        Assert.Equal(25 * MiB, _history.WorkingSet!.LargestRisePerSecondKib, 1.0);
    }

    [Fact]
    public void The_largest_rise_is_forgotten_with_the_instance()
    {
        _autoDeflate = false;
        Read(second: 10, balloonMib: 640, sampleAt: 10, totalMib: 589, usableMib: 488);
        Read(second: 12, balloonMib: 640, sampleAt: 12, totalMib: 589, usableMib: 388);

        _history.Forget();
        Read(second: 20, balloonMib: 640, sampleAt: 20, totalMib: 589, usableMib: 488);
        Read(second: 22, balloonMib: 640, sampleAt: 22, totalMib: 589, usableMib: 488);

        Assert.Equal(0, _history.WorkingSet!.LargestRisePerSecondKib);
    }
}
