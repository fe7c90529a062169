using BalloonExporter.Core.Tests.Simulation;
using BalloonExporter.Simulator.Controllers;
using BalloonExporter.Simulator.World;
using static BalloonExporter.Core.Tests.GuardRails.Situation;

namespace BalloonExporter.Core.Tests.Replays;

/// <summary>
/// arcboxlabs/arcbox #469: on a host that was short, an idle guest of 16 GiB was shrunk until its balloon stalled, given all back because it did not
/// answer, and shrunk again five minutes later, for over an hour: 5,477 messages of its driver.
/// </summary>
public sealed class OscillationReplays
{
    // Ours: a balloon that stalls stays where it is, and is left alone for 10, 20, 40, then 60 minutes. What it gave is not given back meanwhile.
    [Fact]
    public void An_idle_guest_whose_balloon_stalls_on_a_short_host_is_not_shrunk_and_grown_in_turns()
    {
        var guest = new SimulatedGuest(new GuestSetup(0, 16 * GiB, new FixedLoad(_ => 700 * MiB) { InitialCacheKib = 14 * GiB }) { Manner = GuestManner.StopsAtALimit, SwapKib = GiB });
        var host = new SimulatedHost(64 * GiB, 8 * GiB, _ => 46 * GiB, [guest]);
        var (turns, direction, before) = (0, 0, guest.CurrentKib);

        Hour.Run(host, new Ours(), 3600, each: () =>
        {
            var now = Math.Sign(guest.CurrentKib - before);
            turns += now * direction < 0 ? 1 : 0;
            (direction, before) = (now == 0 ? direction : now, guest.CurrentKib);
        });

        Assert.Equal(-1, direction);
        Assert.Equal(0, turns);
        Assert.InRange(host.Commands, 1, 30);
        Assert.InRange(guest.CurrentKib, 11 * GiB, 12 * GiB);
    }
}
