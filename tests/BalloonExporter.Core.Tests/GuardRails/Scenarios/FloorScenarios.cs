using BalloonExporter.Core.Model;
using BalloonExporter.Core.Planning;
using BalloonExporter.Core.Policy;
using static BalloonExporter.Core.Tests.GuardRails.Scenarios.Simulation;

namespace BalloonExporter.Core.Tests.GuardRails.Scenarios;

/// <summary>Each guard-rail once on, where nothing bad happens, and once off, where it does.</summary>
public sealed class FloorScenarios
{
    private static readonly Limits NoHardFloor = new() { Planner = new PlannerConstants { FloorMarginBytes = -1e12, FloorMarginRatio = -1 } };

    [Fact]
    public void A_forged_plan_starves_an_idle_guest_only_without_the_floor()
    {
        Assert.True(Starve(new Limits()).LeastCurrentKib >= GiB);
        Assert.True(Starve(new Limits { FloorShare = 0, Planner = new PlannerConstants { FloorBytes = 0 } }).LeastCurrentKib < GiB);

        static SimulatedGuest Starve(Limits limits)
        {
            var guest = new SimulatedGuest(4 * GiB, _ => 100 * MiB);
            new Simulation { Limits = limits, Guests = [guest] }.Run(600, world => world.Ask(guest, 400 * MiB));
            return guest;
        }
    }

    [Fact]
    public void A_plan_that_does_not_know_the_need_takes_the_last_headroom_only_without_the_hard_floor()
    {
        Assert.True(Squeeze(new Limits()).LeastHeadroomKib >= (long)(2.5 * GiB * 0.05));
        Assert.True(Squeeze(NoHardFloor).LeastHeadroomKib < (long)(2.5 * GiB * 0.05));

        static SimulatedGuest Squeeze(Limits limits)
        {
            var guest = new SimulatedGuest(4 * GiB, _ => (long)(2.5 * GiB));
            new Simulation { Limits = limits, Guests = [guest] }.Run(600, world => world.Ask(guest, GiB));
            return guest;
        }
    }

    [Fact]
    public void A_guest_that_swapped_out_is_squeezed_further_only_without_its_debt()
    {
        // A guest that swapped looks idle: its need has gone to disk.
        var inNeed = Situation.ADomain() with { WorkingSet = new(3 * GiB, Situation.Noon), SwapDebtKib = GiB };

        Assert.False(Decide(inNeed).HasTarget);
        Assert.True(Decide(inNeed with { SwapDebtKib = 0 }).HasTarget);

        static Decision Decide(DomainMemory domain) => (new Situation { Domain = domain, Request = Situation.Asking(3 * GiB) }).Decide();
    }
}
