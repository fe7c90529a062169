using BalloonExporter.Core.Model;
using BalloonExporter.Core.Planning;
using BalloonExporter.Core.Policy;
using BalloonExporter.Core.Reflexes;
using static BalloonExporter.Core.Tests.GuardRails.Situation;

namespace BalloonExporter.Core.Tests.Reflexes;

public sealed class HostWatchTests
{
    private readonly HostWatch _watch = new(new Limits());
    private int _second;

    [Theory]
    [InlineData(0.061, HostLevel.Hold)]
    [InlineData(0.059, HostLevel.Red)]
    [InlineData(0.046, HostLevel.Red)]
    [InlineData(0.044, HostLevel.Crit)]
    public void The_available_share_tells_how_the_host_stands(double share, HostLevel level)
    {
        See(share);

        Assert.Equal(level, _watch.Level);
        Assert.Equal(level >= HostLevel.Red ? EmergencyTrigger.Available : null, _watch.Emergency);
    }

    [Fact]
    public void An_emergency_ends_ten_seconds_after_eight_percent_are_available()
    {
        See(0.05);
        See(0.079);
        Assert.Equal(HostLevel.Red, _watch.Level);

        for (var second = 0; second < 9; second++)
            See(0.081);
        Assert.Equal(HostLevel.Red, _watch.Level);
        See(0.081);
        See(0.081);
        Assert.Equal(HostLevel.Hold, _watch.Level);
    }

    [Fact]
    public void The_worst_is_over_at_six_percent()
    {
        See(0.04);
        See(0.059);
        Assert.Equal(HostLevel.Crit, _watch.Level);
        See(0.061);
        Assert.Equal(HostLevel.Red, _watch.Level);
    }

    [Fact]
    public void Green_is_a_minute_above_fifteen_percent()
    {
        for (var second = 0; second < 60; second++)
        {
            See(0.2);
            Assert.Equal(HostLevel.Hold, _watch.Level);
        }

        See(0.2);
        Assert.Equal(HostLevel.Green, _watch.Level);
        See(0.14);
        Assert.Equal(HostLevel.Hold, _watch.Level);
    }

    [Fact]
    public void Waiting_for_memory_more_than_a_tenth_of_the_time_is_an_emergency()
    {
        for (var second = 0; second < 5; second++)
            See(0.5, waiting: second * 0.09);
        Assert.Null(_watch.Emergency);

        for (var second = 0; second < 8; second++)
            See(0.5, waiting: 1 + (second * 0.2));
        Assert.Equal(EmergencyTrigger.Pressure, _watch.Emergency);
        Assert.True(_watch.Thrashes);
    }

    [Fact]
    public void Swapping_out_more_than_a_MiB_a_second_is_an_emergency()
    {
        for (var second = 0; second < 8; second++)
            See(0.5, swapOutKib: second * 3 * MiB);

        Assert.Equal(EmergencyTrigger.Swapping, _watch.Emergency);
    }

    [Fact]
    public void A_single_look_and_a_kernel_that_does_not_tell_are_no_emergency()
    {
        See(0.5, waiting: 100, swapOutKib: 100 * GiB);
        Assert.Null(_watch.Emergency);
        See(0.5);
        See(0.5);
        Assert.Null(_watch.Emergency);
    }

    [Fact]
    public void What_began_an_emergency_names_it_until_its_end()
    {
        See(0.05);
        for (var second = 0; second < 8; second++)
            See(0.5, swapOutKib: second * 3 * MiB);

        Assert.Equal(EmergencyTrigger.Available, _watch.Emergency);
    }

    private void See(double share, double? waiting = null, long? swapOutKib = null)
    {
        var host = AHost(64 * GiB, (long)(64 * GiB * share)) with
        {
            PressureWaiting = waiting is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            SwapOutKib = swapOutKib,
        };
        _watch.Observe(host, Noon + TimeSpan.FromSeconds(_second++));
    }
}
