using BalloonExporter.Core.Policy;
using BalloonExporter.Core.Tests.Replays;
using BalloonExporter.Simulator.Controllers;
using BalloonExporter.Simulator.World;
using static BalloonExporter.Simulator.World.Sizes;

namespace BalloonExporter.Core.Tests.Simulation;

/// <summary>Eight guests of 4 GiB on a host of 22 GiB: four want 3 GiB first, and the others when nothing is left. Their swap is undeclared.</summary>
public sealed class FoundSwapTests
{
    [Fact]
    public void All_swap_a_little_also_those_that_came_first()
    {
        var guests = Played(GiB, new Limits());

        Assert.Equal(0, guests.Sum(guest => guest.Toll.Kills));
        Assert.All(guests, guest => Assert.InRange(guest.SwappedKib, 100 * MiB, 820 * MiB));
        Assert.All(Played(GiB, new Limits { FoundSwapShare = 0 }).Take(4), guest => Assert.Equal(0, guest.SwappedKib));
    }

    [Fact]
    public void Guests_without_swap_keep_what_they_use() =>
        Assert.Equal(0, Played(0, new Limits()).Take(4).Sum(guest => guest.Toll.Kills));

    private static SimulatedGuest[] Played(long swapKib, Limits limits)
    {
        var guests = Enumerable.Range(0, 8).Select(number => new SimulatedGuest(new GuestSetup(number, 4 * GiB, new FixedLoad(tenth => Wanted(tenth, number < 4 ? 300 : 1200)))
        {
            SwapKib = swapKib,
            SamplePhase = number * 2,
        })).ToArray();
        Hour.Run(new SimulatedHost(22 * GiB, 8 * GiB, _ => GiB, guests), new Ours(limits: limits), seconds: 240);
        return guests;
    }

    private static long Wanted(int tenth, int from) => Math.Clamp(((tenth - from) * 10 * MiB) + (GiB / 2), GiB / 2, 3 * GiB);
}
