using BalloonExporter.Core.Planning;
using BalloonExporter.Core.Policy;
using static BalloonExporter.Core.Tests.GuardRails.Scenarios.Simulation;

namespace BalloonExporter.Core.Tests.GuardRails.Scenarios;

public sealed class ShrinkScenarios
{
    [Fact]
    public void A_guest_that_wakes_up_finds_its_memory_gone_only_without_the_step_limit()
    {
        Assert.True(WakeUp(new Limits()).LeastHeadroomKib >= 0);
        Assert.True(WakeUp(new Limits { ShrinkShare = 1, ShrinkMinimumKib = 1024 * GiB }).LeastHeadroomKib < 0);

        static SimulatedGuest WakeUp(Limits limits)
        {
            var guest = new SimulatedGuest(4 * GiB, second => second < 15 ? GiB : (long)(3.2 * GiB));
            new Simulation { Limits = limits, Guests = [guest] }.Run(4).Run(14, world => world.Ask(guest, GiB));
            return guest;
        }
    }

    [Fact]
    public void Small_steps_add_up_to_a_large_one_only_without_their_window()
    {
        var limitKib = (long)(4 * GiB * 0.10);
        Assert.True(Nibble(new Limits()).LeastCurrentKib >= (4 * GiB) - limitKib);
        Assert.True(Nibble(new Limits { ShrinkWindow = TimeSpan.Zero }).LeastCurrentKib < (4 * GiB) - (2 * limitKib));

        static SimulatedGuest Nibble(Limits limits)
        {
            var guest = new SimulatedGuest(4 * GiB, _ => GiB);
            new Simulation { Limits = limits, Guests = [guest] }.Run(4).Run(14, world => world.Ask(guest, GiB));
            return guest;
        }
    }

    [Fact]
    public void An_untouched_guest_loses_nearly_all_at_once_only_without_the_bound_of_the_balloons_way()
    {
        Assert.True(Untouched(new Limits()).LeastCurrentKib >= 3 * GiB);
        Assert.True(Untouched(new Limits { WayShare = 1 }).LeastCurrentKib < 2 * GiB);

        static SimulatedGuest Untouched(Limits limits)
        {
            var guest = new SimulatedGuest(4 * GiB, _ => 512 * MiB) { ResidentKib = 512 * MiB };
            new Simulation { Limits = limits, Guests = [guest] }.Run(4).Run(14, world => world.Ask(guest, GiB));
            return guest;
        }
    }

    [Fact]
    public void A_burst_right_after_a_step_finds_no_memory_only_without_the_usable_share()
    {
        Assert.True(Burst(new Limits()).LeastHeadroomKib >= 0);
        Assert.True(Burst(new Limits { UsableShare = 1 }).LeastHeadroomKib < 0);

        static SimulatedGuest Burst(Limits limits)
        {
            // The host is short, so steps are large.
            var guest = new SimulatedGuest(GiB, second => second < 6 ? 700 * MiB : 820 * MiB);
            var world = new Simulation { Limits = limits, Guests = [guest], OthersKib = 62 * GiB };
            world.Run(5);
            world.Ask(guest, 300 * MiB);
            world.Run(5);
            return guest;
        }
    }

    [Fact]
    public void A_plan_that_trembles_sends_commands_all_the_time_only_without_the_dead_band()
    {
        Assert.Equal(0, Tremble(new Limits()).Commands);
        Assert.InRange(Tremble(new Limits { Planner = new PlannerConstants { DeadbandMaximumRatio = 0, DeadbandBytes = 0 }, PacingTime = TimeSpan.Zero }).Commands, 50, int.MaxValue);

        static Simulation Tremble(Limits limits)
        {
            var guest = new SimulatedGuest(4 * GiB, _ => GiB) { TargetKib = 3 * GiB };
            return new Simulation { Limits = limits, Guests = [guest] }.Run(4)
                .Run(300, world => world.Ask(guest, (3 * GiB) + (world.Second / 2 % 2 == 0 ? 8 * MiB : -8 * MiB)));
        }
    }
}
