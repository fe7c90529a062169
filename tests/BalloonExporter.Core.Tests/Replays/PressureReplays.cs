using BalloonExporter.Core.Planning;
using BalloonExporter.Core.Policy;
using BalloonExporter.Core.Reflexes;
using static BalloonExporter.Core.Tests.GuardRails.Situation;

namespace BalloonExporter.Core.Tests.Replays;

/// <summary>
/// kernel/hypeman #160: a host counted as short as soon as the kernel's ten-second average of stalls (PSI) was above zero, and as well again only
/// when it was zero. On a busy host it never is, so memory would have been kept from guests for ever.
/// </summary>
public sealed class PressureReplays
{
    private readonly HostWatch _watch = new(new Limits());
    private TimeSpan _waited;

    // Ours: stalls count from a tenth of the time on, by the kernel's total over our own window.
    [Fact]
    public void A_busy_host_with_memory_to_spare_counts_as_well_although_some_task_always_waits()
    {
        for (var second = 0; second <= 90; second++)
            See(second, 0.3, stalled: 0.02);

        Assert.Equal((HostLevel.Green, null), (_watch.Level, _watch.Emergency));
    }

    // Ours: an emergency is over ten seconds after its last sign, not when the last trace of it has left an average.
    [Fact]
    public void A_host_that_was_short_is_well_again_soon_although_some_task_always_waits()
    {
        for (var second = 0; second < 20; second++)
            See(second, 0.3, stalled: 0.5);
        Assert.Equal(HostLevel.Red, _watch.Level);

        for (var second = 20; second < 40; second++)
            See(second, 0.3, stalled: 0.02);
        Assert.NotEqual(HostLevel.Red, _watch.Level);
    }

    // Ours: one long fault, which makes any average jump, is no emergency.
    [Fact]
    public void One_stall_is_no_emergency()
    {
        for (var second = 0; second < 30; second++)
        {
            See(second, 0.3, stalled: second == 15 ? 0.15 : 0);
            Assert.Null(_watch.Emergency);
        }
    }

    private void See(int second, double available, double stalled)
    {
        _waited += TimeSpan.FromSeconds(stalled);
        _watch.Observe(AHost(64 * GiB, (long)(64 * GiB * available)) with { PressureWaiting = _waited }, Noon + TimeSpan.FromSeconds(second));
    }
}
