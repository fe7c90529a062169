using BalloonExporter.Core.Model;
using BalloonExporter.Core.Planning;
using BalloonExporter.Core.Policy;
using static BalloonExporter.Core.Tests.GuardRails.Scenarios.Simulation;

namespace BalloonExporter.Core.Tests.GuardRails.Scenarios;

public sealed class GrantScenarios
{
    [Fact]
    public void Guests_that_all_wake_at_once_exhaust_the_host_only_when_grants_are_not_remembered()
    {
        // Grants show in the host's figures only when the guests have filled them.
        Assert.True(Stampede(new Limits()).LeastAvailableKib >= GiB);
        Assert.True(Stampede(new Limits { GrantWindow = TimeSpan.Zero }).LeastAvailableKib < 0);
    }

    [Fact]
    public void The_host_keeps_nothing_for_itself_only_without_its_reserve()
    {
        Assert.True(Stampede(new Limits()).LeastAvailableKib >= GiB);
        Assert.True(Stampede(new Limits { Planner = new PlannerConstants { ReserveBytes = 0, ReserveRatio = 0 } }).LeastAvailableKib < GiB);
    }

    [Fact]
    public void Grants_flow_again_when_the_earlier_ones_show()
    {
        // 15 s after the first grants the host's figures are the truth: what was never used is free to be given again.
        var idle = Squeezed(_ => 512 * MiB);
        var hungry = Squeezed(_ => 4 * GiB);
        var world = new Simulation { Limits = new Limits(), Guests = [idle, hungry], HostTotalKib = 8 * GiB, OthersKib = 4 * GiB };
        world.Run(4);
        world.Ask(idle, 4 * GiB);
        Assert.Equal(DecisionReason.HostRoom, world.Ask(hungry, 4 * GiB).Reason);

        world.Run(15);

        Assert.True(world.Ask(hungry, 4 * GiB).HasTarget);
    }

    private static Simulation Stampede(Limits limits)
    {
        SimulatedGuest[] guests = [Squeezed(_ => 4 * GiB), Squeezed(_ => 4 * GiB), Squeezed(_ => 4 * GiB)];
        // Three GiB are available, and the guests want nine.
        return new Simulation { Limits = limits, Guests = guests, HostTotalKib = 16 * GiB, OthersKib = 10 * GiB }.Run(4).Run(60, world =>
        {
            foreach (var guest in guests)
                world.Ask(guest, 4 * GiB);
        });
    }

    private static SimulatedGuest Squeezed(Func<int, long> needKib) => new(4 * GiB, needKib)
    {
        TargetKib = GiB,
        CurrentKib = GiB,
        ResidentKib = GiB,
        FillsKibPerSecond = 300 * MiB,
    };
}
