using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using BalloonExporter.Core.Reflexes;
using static BalloonExporter.Core.Tests.GuardRails.Situation;
using static BalloonExporter.Core.Tests.Reflexes.Seen;

namespace BalloonExporter.Core.Tests.Reflexes;

public sealed class LookScheduleTests
{
    private static readonly LedgerEntry Nothing = LedgerEntry.Empty;

    [Fact]
    public void A_guest_that_has_all_it_was_sold_is_not_watched() => AssertNever(Domain(1, 4 * GiB, 4 * GiB));

    [Fact]
    public void A_tight_guest_is_looked_at_when_its_next_sample_has_arrived() =>
        Assert.Equal(1.3, Pause(Arriving(Tight, after: 1.25, by: 1.3)).TotalSeconds, 3);

    [Fact]
    public void While_the_arrival_of_samples_is_unknown_each_look_halves_its_window()
    {
        Assert.Equal(1.5, Pause(Arriving(Tight, after: 1, by: 2)).TotalSeconds, 3);
        Assert.Equal(1.25, Pause(Arriving(Tight, after: 1, by: 1.5)).TotalSeconds, 3);
        // Nothing is known yet.
        Assert.Equal(0.25, Pause(Tight).TotalSeconds);
    }

    [Fact]
    public void A_late_sample_of_a_tight_guest_is_looked_for_four_times_a_second_others_each_second()
    {
        Assert.Equal(0.25, Pause(Arriving(Tight, after: -0.1, by: -0.05)).TotalSeconds);
        Assert.Equal(0.25, Pause(Arriving(Tight, after: -3.1, by: -3)).TotalSeconds);
        Assert.Equal(1, Pause(Arriving(Growing, after: -0.1, by: -0.05)).TotalSeconds);
    }

    [Fact]
    public void A_guest_that_is_not_tight_is_looked_at_with_the_last_sample_before_it_could_be()
    {
        // Could have eaten what it has in 3.4 seconds.
        var some = Domain(1, 2 * GiB, (2 * GiB) - (1000 * MiB));
        Assert.InRange(Pause(some).TotalSeconds, 3.4, 3.5);

        Assert.Equal(3.3, Pause(Arriving(some, after: 1.25, by: 1.3)).TotalSeconds, 3);
        Assert.Equal(1.6, Pause(Arriving(some, after: 1.55, by: 1.6)).TotalSeconds, 3);
    }

    [Fact]
    public void A_guest_is_tight_when_its_usable_memory_may_be_gone_in_three_seconds_until_it_lasts_four()
    {
        Assert.True(IsTight(usableMib: 880, already: false));
        Assert.False(IsTight(usableMib: 900, already: false));
        Assert.True(IsTight(usableMib: 1140, already: true));
        Assert.False(IsTight(usableMib: 1150, already: true));

        static bool IsTight(long usableMib, bool already) => LookSchedule.IsTight(Domain(1, 2 * GiB, (2 * GiB) - (usableMib * MiB)), already, new Limits());
    }

    [Fact]
    public void A_guest_that_grew_fast_is_tight_with_more_usable_memory_up_to_four_times_what_is_assumed()
    {
        Assert.True(IsTight(usableMib: 1600, risenMib: 512));
        Assert.False(IsTight(usableMib: 1850, risenMib: 512));
        Assert.True(IsTight(usableMib: 3100, risenMib: 1024));
        Assert.False(IsTight(usableMib: 3500, risenMib: 100_000));
        Assert.False(IsTight(usableMib: 1600, risenMib: 10));

        static bool IsTight(long usableMib, long risenMib)
        {
            var guest = Domain(1, 4 * GiB, (4 * GiB) - (usableMib * MiB)) with { MaximumKib = 8 * GiB };
            return LookSchedule.IsTight(guest with { WorkingSet = guest.WorkingSet! with { LargestRisePerSecondKib = risenMib * MiB } }, false, new Limits());
        }
    }

    [Fact]
    public void A_guest_with_known_swap_is_tight_when_its_usable_memory_may_be_gone_in_a_second()
    {
        var told = new Limits { GuestSwap = new Amount(GiB, null) };
        var guest = Domain(1, 2 * GiB, (2 * GiB) - (500 * MiB));

        Assert.True(LookSchedule.IsTight(guest, false, new Limits()));
        Assert.False(LookSchedule.IsTight(guest, false, told));
        Assert.True(LookSchedule.IsTight(guest, true, told));
        Assert.True(LookSchedule.IsTight(Tight, false, told));
    }

    [Fact]
    public void A_guest_with_its_maximum_or_not_running_is_never_tight_and_a_silent_one_stays_as_it_was()
    {
        Assert.False(LookSchedule.IsTight(Domain(1, 4 * GiB, 4 * GiB), true, new Limits()));
        Assert.False(LookSchedule.IsTight(Domain(1, 2 * GiB, 2 * GiB) with { State = DomainState.Paused }, true, new Limits()));
        var silent = Domain(1, 2 * GiB, 2 * GiB) with { StatisticsFresh = false };
        Assert.True(LookSchedule.IsTight(silent, true, new Limits()));
        Assert.False(LookSchedule.IsTight(silent, false, new Limits()));
    }

    [Fact]
    public void A_guest_presses_when_its_usable_memory_may_be_gone_before_its_next_periodic_sample()
    {
        var limits = new Limits();
        Assert.InRange(LookSchedule.Presses(Tight, limits)!.Value.TotalSeconds, 0.1, 0.2);
        Assert.Null(LookSchedule.Presses(Domain(1, 2 * GiB, (2 * GiB) - (400 * MiB)), limits));
        // Samples on demand would not change anything.
        Assert.Null(LookSchedule.Presses(Domain(1, 4 * GiB, 4 * GiB), limits));
        Assert.Null(LookSchedule.Presses(Tight with { MonitorAnswered = false }, limits));
        Assert.Null(LookSchedule.Presses(Tight with { StatisticsFresh = false }, limits));
        Assert.Null(LookSchedule.Presses(Tight with { State = DomainState.Paused }, limits));
        Assert.Null(LookSchedule.Presses(Tight with { Excluded = true }, limits));
    }

    [Fact]
    public void A_guest_that_was_asked_for_a_sample_is_looked_at_a_tenth_of_a_second_later()
    {
        var engine = new ReflexEngine(new MovementLedger(), new Limits());
        engine.See([Tight, Domain(2, 2 * GiB, (2 * GiB) - (130 * MiB))], all: true, Noon);

        Assert.Equal([Uuid(2), Uuid(1)], engine.Pressing());
        engine.Expect(Uuid(1), Noon);
        Assert.Equal([Uuid(1)], engine.Due(Noon + TimeSpan.FromSeconds(0.1)));
        Assert.Empty(engine.Due(Noon + TimeSpan.FromSeconds(0.09)));
    }

    [Fact]
    public void A_guest_that_grows_is_looked_at_with_each_sample()
    {
        Assert.Equal(1, Pause(Growing).TotalSeconds);
        Assert.Equal(1.3, Pause(Arriving(Growing, after: 1.25, by: 1.3)).TotalSeconds, 3);
    }

    [Fact]
    public void A_guest_with_much_room_is_looked_at_when_it_could_have_eaten_it() => Assert.InRange(Pause(Domain(1, 3 * GiB, GiB)).TotalSeconds, 5.9, 6);

    [Fact]
    public void A_balloon_on_its_way_is_looked_at_every_second()
    {
        var moving = Nothing with { Watch = new BalloonWatch(4 * GiB, Noon, 4 * GiB) { Move = new BalloonMove(4 * GiB, 3 * GiB, Noon) } };

        Assert.Equal(1, (LookSchedule.NextAt(Domain(1, 4 * GiB, GiB), moving, new Limits(), Noon) - Noon).TotalSeconds);
        // Nor is a sample missed meanwhile.
        Assert.Equal(0.3, (LookSchedule.NextAt(Arriving(Tight, after: 0.25, by: 0.3), moving, new Limits(), Noon) - Noon).TotalSeconds, 3);
    }

    [Fact]
    public void A_guest_that_does_not_report_is_looked_at_every_other_second() =>
        Assert.Equal(2, Pause(Domain(1, 2 * GiB, GiB) with { StatisticsFresh = false }).TotalSeconds);

    [Fact]
    public void A_domain_that_does_not_run_or_is_excluded_is_not_watched()
    {
        AssertNever(Domain(1, 2 * GiB, 2 * GiB) with { State = DomainState.Paused });
        AssertNever(Domain(1, 2 * GiB, 2 * GiB) with { Excluded = true });
    }

    private static void AssertNever(DomainMemory domain) => Assert.Equal(LookSchedule.Never, LookSchedule.NextAt(domain, Nothing, new Limits(), Noon));

    private static DomainMemory Tight => Domain(1, 2 * GiB, (2 * GiB) - (150 * MiB));

    private static DomainMemory Growing => Domain(1, 3 * GiB, GiB) with { WorkingSet = new WorkingSet(GiB, Noon) { RisePerSecondKib = 200 * MiB } };

    private static DomainMemory Arriving(DomainMemory domain, double after, double by) =>
        domain with { NextSample = new SampleWindow(Noon + TimeSpan.FromSeconds(after), Noon + TimeSpan.FromSeconds(by)) };

    private static TimeSpan Pause(DomainMemory domain) => LookSchedule.NextAt(domain, Nothing, new Limits(), Noon) - Noon;
}
