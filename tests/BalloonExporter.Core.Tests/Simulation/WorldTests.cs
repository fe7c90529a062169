using BalloonExporter.Core.Policy;
using BalloonExporter.Simulator;
using BalloonExporter.Simulator.Controllers;
using BalloonExporter.Simulator.World;
using static BalloonExporter.Simulator.World.Sizes;

namespace BalloonExporter.Core.Tests.Simulation;

/// <summary>How simulated guests and hosts behave: each setting of the world has a test that fails without it.</summary>
public sealed class WorldTests
{
    private static readonly GuestSetup Plain = new(0, 4 * GiB, new FixedLoad(_ => GiB));

    [Fact]
    public void A_look_reads_the_last_sample_that_was_made()
    {
        var guest = new SimulatedGuest(Plain with { Load = new FixedLoad(tenth => tenth < 15 ? GiB : 2 * GiB), SamplePhase = 13 });
        var host = HostOf(guest);

        Step(host, 12);
        Assert.False(guest.Reports);
        Step(host, 1);
        var first = guest.UsableKib;
        Assert.InRange(first, 2 * GiB, 3 * GiB);
        Step(host, 19);
        Assert.Equal(first, guest.UsableKib);
        Step(host, 1);
        Assert.InRange(guest.UsableKib, GiB, 2 * GiB);
        Assert.Equal(3, guest.Looks);
    }

    [Fact]
    public void A_sample_on_demand_is_there_a_tenth_of_a_second_later()
    {
        var guest = new SimulatedGuest(Plain with { Load = new FixedLoad(tenth => GiB + (tenth * MiB)), SamplePhase = 5 });
        var host = HostOf(guest);
        Step(host, 7);
        var before = guest.UsableKib;

        guest.AskForSample();
        Assert.Equal(before, guest.UsableKib);
        Step(host, 1);

        Assert.Equal(before - (3 * MiB), guest.UsableKib);
        Assert.Equal(1, guest.SamplesAsked);
        // The period starts again.
        Step(host, 19);
        Assert.Equal(before - (3 * MiB), guest.UsableKib);
        Step(host, 1);
        Assert.Equal(before - (23 * MiB), guest.UsableKib);
    }

    [Fact]
    public void A_sample_is_stamped_with_whole_seconds()
    {
        var guest = new SimulatedGuest(Plain with { SamplePhase = 17 });
        Step(HostOf(guest), 18);

        Assert.Equal(SimulatedHost.MomentAt(10), guest.Read()!.SampledAt);
    }

    [Fact]
    public void Memory_that_was_given_back_costs_a_second_a_GiB_when_it_is_touched_again()
    {
        var guest = new SimulatedGuest(Plain with { Load = new FixedLoad(tenth => tenth is >= 10 and < 300 ? GiB : 3 * GiB) });
        var host = HostOf(guest);
        Step(host, 20);
        guest.SetTarget(2 * GiB);
        Step(host, 150);
        Assert.Equal(2 * GiB, guest.CurrentKib);
        guest.SetTarget(4 * GiB);
        Step(host, 100);
        var lost = guest.Toll.WorkLostSeconds;
        Step(host, 200);

        // From 2 GiB to kernel and programs: 3 GiB and 3 % of 4.
        Assert.Equal(1.12, guest.Toll.WorkLostSeconds - lost, 0.01);
    }

    [Fact]
    public void A_third_of_the_work_is_lost_while_a_balloon_takes()
    {
        var guest = new SimulatedGuest(Plain);
        var host = HostOf(guest);
        guest.SetTarget(2 * GiB);
        Step(host, 200);

        // 2 GiB at 400 MiB a second.
        Assert.Equal(2048 / 400.0 / 3, guest.Toll.WorkLostSeconds, 0.1);
    }

    [Fact]
    public void Hot_files_that_the_cache_lost_are_read_again_within_five_minutes()
    {
        var guest = new SimulatedGuest(Plain with { Load = new FixedLoad(_ => GiB) { CacheKibPerSecond = 100 * MiB, HotCacheKib = GiB } });
        var host = HostOf(guest);
        Step(host, 200);
        Assert.Equal(0, guest.RereadKib);

        // Kernel and programs have 1.12 GiB; half of the hot files stays.
        guest.SetTarget(GiB * 162 / 100);
        Step(host, 200);
        var before = guest.RereadKib;
        Step(host, 3000);
        Assert.InRange(guest.RereadKib - before, GiB * 45 / 100, GiB * 55 / 100);
        guest.SetTarget(4 * GiB);
        Step(host, 9000);
        before = guest.RereadKib;
        Step(host, 3000);
        Assert.InRange(guest.RereadKib - before, 0, 30 * MiB);
        Assert.True(guest.BlockReadKib > guest.RereadKib);
    }

    [Theory]
    [InlineData(GuestManner.Livelocks, 30, 0)]
    [InlineData(GuestManner.Obeys, 0, 1)]
    public void A_guest_in_a_livelock_neither_works_nor_answers_nor_kills(GuestManner manner, int spellSeconds, int kills)
    {
        var guest = new SimulatedGuest(Plain with { Manner = manner, Load = new FixedLoad(tenth => tenth < 100 ? GiB : 2 * GiB) });
        var host = HostOf(guest);
        guest.SetTarget(GiB * 3 / 2);
        Step(host, 99);
        var sample = guest.Read();
        Step(host, 300);

        Assert.Equal(spellSeconds, guest.Toll.LongestSpellSeconds, 0.5);
        Assert.Equal(kills, guest.Toll.Kills);
        Assert.Equal(manner == GuestManner.Livelocks, ReferenceEquals(sample, guest.Read()));
        // A request for a sample is not answered either.
        guest.AskForSample();
        Step(host, 2);
        Assert.Equal(manner == GuestManner.Livelocks, ReferenceEquals(sample, guest.Read()));

        guest.SetTarget(4 * GiB);
        Step(host, 30);
        Assert.InRange(guest.UsableKib, GiB, 4 * GiB);
        Assert.InRange(guest.Toll.LongestSpellSeconds, spellSeconds, spellSeconds + 2);
    }

    [Fact]
    public void A_livelock_without_help_ends_with_a_kill()
    {
        var guest = new SimulatedGuest(Plain with { Manner = GuestManner.Livelocks, Load = new FixedLoad(tenth => tenth < 100 ? GiB : 2 * GiB) });
        var host = HostOf(guest);
        guest.SetTarget(GiB * 3 / 2);
        Step(host, 1000);

        Assert.Equal(1, guest.Toll.Kills);
    }

    [Fact]
    public void A_guest_that_opted_out_is_not_moved()
    {
        var guest = new SimulatedGuest(Plain with { OptedOut = true });
        var host = HostOf(guest);
        host.SetTarget(guest, GiB);
        Step(host, 100);

        Assert.Equal((4 * GiB, 0), (guest.CurrentKib, host.Commands));
        Assert.False(EffectivePolicy.Of(guest.Look(host.Now, new Limits()), new Limits())!.Enabled);
    }

    [Fact]
    public void The_exporter_sees_a_guests_shares()
    {
        var guest = new SimulatedGuest(Plain with { Shares = 4000 });

        Assert.Equal(4000, EffectivePolicy.Of(guest.Look(SimulatedHost.Start, new Limits()), new Limits())!.Shares);
    }

    [Fact]
    public void A_guest_that_starts_later_loses_nothing_before_and_touches_memory_after()
    {
        var guest = new SimulatedGuest(Plain with { StartsAt = 10 });
        var host = HostOf(guest);
        Step(host, 90);
        Assert.Equal((true, 0, 0, 0), (guest.IsDown, guest.ResidentKib, guest.Toll.LostKibSeconds, guest.Toll.LongestSpellSeconds));
        var available = host.AvailableKib;
        Step(host, 410);

        // Kernel, programs, and 30 MiB of files a second.
        Assert.InRange(available - host.AvailableKib, 22 * GiB / 10, 24 * GiB / 10);
        Assert.Equal(SimulatedHost.MomentAt(100), guest.Look(host.Now, new Limits()).Facts.RunningSince);
    }

    [Fact]
    public void Demand_beyond_the_host_is_counted_as_unavoidable()
    {
        var guests = Enumerable.Range(0, 16).Select(number => new SimulatedGuest(Plain with { Number = number, SwapKib = GiB, Load = new FixedLoad(_ => 3 * GiB) })).ToArray();
        var host = new SimulatedHost(32 * GiB, 8 * GiB, _ => 2 * GiB, guests);
        Step(host, 10);

        // 16 kernels of 3 % of 4 GiB, and 48 GiB: 50 GiB and the host's own 2 on 32.
        Assert.Equal((16 * 3.12) + 2 - 32, host.UnavoidableKibSeconds / GiB, 0.01);
    }

    [Fact]
    public void The_least_available_memory_is_recorded()
    {
        var guest = new SimulatedGuest(Plain with { Load = new FixedLoad(tenth => tenth is > 20 and < 40 ? 3 * GiB : GiB) });
        var host = HostOf(guest);
        Step(host, 30);
        var least = host.AvailableKib;
        guest.SetTarget(2 * GiB);
        Step(host, 200);

        Assert.True(host.AvailableKib > least);
        Assert.Equal(least, host.LeastAvailableKib);
    }

    [Fact]
    public void A_controller_can_act_ten_times_a_second()
    {
        var counting = new Counting();
        var score = Score.Of(ScenarioList.Named("steady"), counting, seed: 1, seconds: 3);

        Assert.Equal((27, 3), (counting.Within, counting.Whole));
        Assert.Equal(7, score.Rescues);
    }

    private static SimulatedHost HostOf(SimulatedGuest guest) => new(64 * GiB, 8 * GiB, _ => 2 * GiB, [guest]);

    private static void Step(SimulatedHost host, int tenths)
    {
        for (var tenth = 0; tenth < tenths; tenth++)
            host.Step();
    }

    private sealed class Counting : IController
    {
        public int Within { get; private set; }

        public int Whole { get; private set; }

        public int Rescues => 7;

        public void Act(SimulatedHost host) => Whole++;

        public void ActWithin(SimulatedHost host) => Within++;
    }
}
