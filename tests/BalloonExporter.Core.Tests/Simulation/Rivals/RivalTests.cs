using BalloonExporter.Simulator;
using BalloonExporter.Simulator.Controllers;

namespace BalloonExporter.Core.Tests.Simulation.Rivals;

/// <summary>Each rival on a simulated host for five minutes.</summary>
public sealed class RivalTests
{
    [Theory]
    [InlineData("mom")]
    [InlineData("proxmox")]
    [InlineData("squeezed")]
    [InlineData("qmemman")]
    [InlineData("libvirt-autoballoon")]
    [InlineData("virtui-manager")]
    public void A_rival_takes_memory_on_a_full_host_and_leaves_guests_that_opted_out_alone(string name)
    {
        var host = ScenarioList.Named("third-opted-out").Build(seed: 1);
        var rival = ControllerList.Named(name).Make(ScenarioList.Named("third-opted-out"), null);
        for (var second = 0; second < 300; second++)
        {
            host.Pass();
            rival.Act(host);
        }

        Assert.InRange(host.Guests.Count(guest => guest.TargetKib < guest.MaximumKib), 10, 26);
        Assert.All(host.Guests, guest => Assert.InRange(guest.TargetKib, guest.OptedOut ? guest.MaximumKib : guest.MaximumKib / 4, guest.MaximumKib));
        Assert.InRange(host.Commands, 10, 26 * 300);
        // squeezed reads no statistics.
        Assert.Equal(name == "squeezed", host.Guests.Sum(guest => guest.Looks) == 0);
    }
}
