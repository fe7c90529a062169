using BalloonExporter.Core.Policy;
using static BalloonExporter.Core.Tests.GuardRails.Scenarios.Simulation;

namespace BalloonExporter.Core.Tests.GuardRails.Scenarios;

/// <summary>Each thing that makes the exporter hold back once on, where nothing bad happens, and once off, where it does.</summary>
public sealed class BackoffScenarios
{
    [Fact]
    public void A_guest_that_needs_its_memory_every_minute_loses_it_in_between_only_without_the_cooldown()
    {
        Assert.InRange(Pulse(new Limits()), 1, 4);
        Assert.True(Pulse(new Limits { CooldownMinimum = TimeSpan.Zero, CooldownMaximum = TimeSpan.Zero, PacingTime = TimeSpan.Zero }) > 8);

        // Counts how often the guest had to be rescued within ten minutes.
        static long Pulse(Limits limits)
        {
            var guest = new SimulatedGuest(4 * GiB, second => second % 60 < 15 ? (long)(3.4 * GiB) : GiB);
            return new Simulation { Limits = limits, Guests = [guest] }.Run(20).Run(600, world =>
            {
                if (guest.CurrentKib < guest.NeedKib(world.Second) + (300 * MiB))
                    world.Rescue(guest, 4 * GiB);
                else
                    world.Ask(guest, 2 * GiB);
            }).Rescues(guest);
        }
    }

    [Fact]
    public void Two_plans_that_disagree_move_memory_back_and_forth_only_without_pacing()
    {
        Assert.Equal((1, 0), Quarrel(new Limits()));
        Assert.InRange(Quarrel(new Limits { PacingTime = TimeSpan.Zero }).Turns, 11, int.MaxValue);
        Assert.InRange(Quarrel(new Limits { PacingTime = TimeSpan.Zero }).Oscillations, 5, int.MaxValue);

        // Counts how often the target changed its direction within ten minutes, but for the first time.
        static (int Turns, long Oscillations) Quarrel(Limits limits)
        {
            var guest = new SimulatedGuest(4 * GiB, _ => GiB);
            var (turns, direction, before) = (-1, 1, guest.TargetKib);
            var world = new Simulation { Limits = limits, Guests = [guest] }.Run(4).Run(580, world =>
            {
                world.Ask(guest, world.Second / 30 % 2 == 0 ? 3 * GiB : 4 * GiB);
                var now = Math.Sign(guest.TargetKib - before);
                turns += now * direction < 0 ? 1 : 0;
                (direction, before) = (now == 0 ? direction : now, guest.TargetKib);
            });
            return (turns, world.CountersOf(guest).Oscillations);
        }
    }

    [Fact]
    public void A_plan_gone_mad_takes_from_all_domains_in_a_minute_only_without_the_circuit_breaker()
    {
        Assert.InRange(Madness(new Limits()), 15 * GiB, 16 * GiB);
        Assert.True(Madness(new Limits { BreakerShare = 1000 }) > 40 * GiB);
        Assert.InRange(Madness(new Limits { BreakerDomains = 3 }), 3 * GiB, 9 * GiB);

        static long Madness(Limits limits)
        {
            SimulatedGuest[] guests = [.. Enumerable.Range(0, 30).Select(_ => new SimulatedGuest(4 * GiB, _ => 512 * MiB))];
            new Simulation { Limits = limits, Guests = guests }.Run(4).Run(55, world =>
            {
                foreach (var guest in guests)
                    world.Ask(guest, GiB);
            });
            return guests.Sum(guest => guest.MaximumKib - guest.TargetKib);
        }
    }

    [Fact]
    public void Two_controllers_pull_at_one_balloon_only_when_neither_notices_the_other()
    {
        Assert.InRange(Rivalry(new Limits()).Commands, 0, 4);
        Assert.InRange(Rivalry(new Limits { ForeignMoveBackoff = TimeSpan.Zero }).Commands, 31, int.MaxValue);

        static Simulation Rivalry(Limits limits)
        {
            var guest = new SimulatedGuest(4 * GiB, _ => GiB);
            // The other one always wants it back where it was.
            return new Simulation { Limits = limits, Guests = [guest] }.Run(4).Run(600, world =>
            {
                world.Ask(guest, (long)(3.5 * GiB));
                world.LetGoOfStalled(guest);
                if (world.Second % 5 == 3)
                    guest.TargetKib = 4 * GiB;
            });
        }
    }

    [Fact]
    public void A_stuck_balloon_is_tried_again_and_again_only_when_stalls_are_not_remembered()
    {
        Assert.InRange(Stuck(new Limits()).Commands, 1, 12);
        Assert.InRange(Stuck(new Limits { StallsAllowed = int.MaxValue, SlowAfter = TimeSpan.MaxValue }).Commands, 61, int.MaxValue);

        static Simulation Stuck(Limits limits)
        {
            var guest = new SimulatedGuest(4 * GiB, _ => GiB) { InflatesKibPerSecond = _ => 0 };
            return new Simulation { Limits = limits, Guests = [guest] }.Run(4).Run(500, world =>
            {
                world.LetGoOfStalled(guest);
                world.Ask(guest, 3 * GiB);
            });
        }
    }

    [Fact]
    public void A_guest_that_was_stuck_for_a_minute_gives_again_later_since_no_mark_sticks()
    {
        var guest = new SimulatedGuest(4 * GiB, _ => GiB) { InflatesKibPerSecond = second => second < 60 ? 0 : 400 * MiB };
        var world = new Simulation { Limits = new Limits(), Guests = [guest] }.Run(4).Run(1200, world =>
        {
            world.LetGoOfStalled(guest);
            world.Ask(guest, 2 * GiB);
        });

        Assert.Equal(1, world.CountersOf(guest).UncooperativeTimes);
        Assert.InRange(guest.CurrentKib, 2 * GiB, (2 * GiB) + (20 * MiB));
    }

    [Fact]
    public void A_pause_stops_what_takes_and_nothing_that_gives()
    {
        var (giver, taker) = (new SimulatedGuest(4 * GiB, _ => GiB), new SimulatedGuest(4 * GiB, _ => GiB) { TargetKib = 2 * GiB });
        var world = new Simulation { Limits = new Limits(), Guests = [giver, taker], Paused = true }.Run(4).Run(60, world =>
        {
            world.Ask(giver, GiB);
            world.Ask(taker, 4 * GiB);
        });

        Assert.Equal((4 * GiB, 4 * GiB), (giver.CurrentKib, taker.CurrentKib));
        world.Paused = false;
        world.Run(60, each => each.Ask(giver, GiB));
        Assert.True(giver.CurrentKib < 4 * GiB);
    }
}
