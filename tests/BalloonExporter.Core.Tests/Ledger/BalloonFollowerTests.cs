using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using static BalloonExporter.Core.Tests.GuardRails.Situation;

namespace BalloonExporter.Core.Tests.Ledger;

/// <summary>A balloon watched second by second. The domain has 4 GiB, so 20 MiB count as arrived.</summary>
public sealed class BalloonFollowerTests
{
    private readonly MovementLedger _ledger = new();
    // As if it had been looked at for long.
    private Limits _limits = new() { InheritedMoveTime = TimeSpan.Zero };
    private DomainMemory _domain = ADomain();
    private double _second;

    private LedgerEntry Entry => _ledger.Of(Uuid);

    private DomainCounters Counters => _ledger.CountersOf(Uuid);

    private Moment Now => Noon + TimeSpan.FromSeconds(_second);

    [Fact]
    public void A_balloon_that_rests_is_not_followed()
    {
        See(4 * GiB, 4 * GiB, (4 * GiB) - (3 * MiB), 4 * GiB);

        Assert.Equal((0, 0), (Counters.ForeignMoves, Counters.UncooperativeTimes));
        Assert.Null(Entry.UnderWayKib);
    }

    [Fact]
    public void A_balloon_that_follows_is_followed_until_it_arrives()
    {
        See(4 * GiB);
        Tell(3 * GiB);
        See((long)(3.6 * GiB), (long)(3.2 * GiB));
        Assert.Equal(3 * GiB, Entry.UnderWayKib);

        See((3 * GiB) + (10 * MiB), 3 * GiB);

        Assert.Null(Entry.UnderWayKib);
        Assert.Equal(0, Counters.ForeignMoves);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void A_balloon_that_moves_without_a_command_was_moved_by_another_program(int toGib)
    {
        _domain = _domain with { MaximumKib = 8 * GiB };
        See(4 * GiB, toGib * GiB);

        Assert.Equal(1, Counters.ForeignMoves);
        Assert.Equal(Now, Entry.ForeignMoveAt);
    }

    [Fact]
    public void A_plugged_size_that_is_known_a_moment_late_is_no_foreign_move()
    {
        _domain = Resizable(_domain);
        See(2 * GiB, 3 * GiB, 2 * GiB, 2 * GiB);

        Assert.Equal(0, Counters.ForeignMoves);
    }

    [Fact]
    public void A_move_of_a_resizable_domain_is_foreign_when_the_balloon_stays_where_it_was_moved()
    {
        _domain = Resizable(_domain);
        See(2 * GiB, 3 * GiB, 3 * GiB);

        Assert.Equal(1, Counters.ForeignMoves);
    }

    // 18 MiB count as arrived before the balloon has moved at all.
    [Theory]
    [InlineData(12, 1)]
    [InlineData(-1, 0)]
    public void A_foreign_move_after_a_move_within_the_tolerance_is_measured_from_its_target(int toMib, int moves)
    {
        See(3 * GiB);
        Tell((3 * GiB) - (18 * MiB));
        See((3 * GiB) - (18 * MiB), (3 * GiB) - (18 * MiB));

        See((3 * GiB) + (toMib * MiB));

        Assert.Equal(moves, Counters.ForeignMoves);
    }

    private static DomainMemory Resizable(DomainMemory domain) => domain with
    {
        Facts = domain.Facts with { MemoryDevices = [new MemoryDevice("virtio-mem", 2 * GiB) { PluggedKib = GiB }] },
    };

    [Fact]
    public void A_move_under_way_at_the_first_look_is_no_foreign_move_and_a_later_one_is()
    {
        _limits = new Limits();
        See(4 * GiB, (long)(3.5 * GiB), 3 * GiB);
        Assert.Equal(0, Counters.ForeignMoves);

        _second += 10;
        See(3 * GiB, 2 * GiB);
        Assert.Equal(1, Counters.ForeignMoves);
    }

    [Fact]
    public void One_long_move_of_another_program_is_one_move_and_the_next_another()
    {
        See(4 * GiB, (long)(3.5 * GiB), 3 * GiB, (long)(2.5 * GiB));
        Assert.Equal(1, Counters.ForeignMoves);

        _second += 30;
        See((long)(2.5 * GiB), 2 * GiB);
        Assert.Equal(2, Counters.ForeignMoves);
    }

    [Fact]
    public void A_slow_thief_who_takes_less_than_the_tolerance_each_time_is_seen_when_it_adds_up()
    {
        See([.. Enumerable.Range(0, 10).Select(step => (4 * GiB) - (step * 5 * MiB))]);

        Assert.Equal(1, Counters.ForeignMoves);
    }

    [Fact]
    public void Our_target_is_not_in_force_any_more_once_another_program_has_moved_the_balloon()
    {
        See(4 * GiB);
        Tell(3 * GiB);
        See(3 * GiB, 2 * GiB);

        Assert.Null(Entry.TargetKib);
        Assert.Equal(1, Counters.ForeignMoves);
    }

    [Fact]
    public void A_balloon_that_goes_beyond_its_target_or_the_other_way_was_moved_by_another_program()
    {
        See(4 * GiB);
        Tell(3 * GiB);
        See(2 * GiB);
        Assert.Equal(1, Counters.ForeignMoves);
    }

    [Fact]
    public void A_balloon_that_turns_back_on_its_way_was_turned_by_another_program()
    {
        See(4 * GiB);
        Tell(3 * GiB);
        See((long)(3.4 * GiB), (long)(3.6 * GiB));

        Assert.Equal(1, Counters.ForeignMoves);
    }

    [Theory]
    [InlineData(3.5)]
    [InlineData(3.8)]
    [InlineData(4.0)]
    public void A_balloon_called_back_on_its_way_goes_on_for_a_moment_without_a_foreign_move(double backToGib)
    {
        See(4 * GiB);
        Tell(2 * GiB);
        See((long)(3.5 * GiB));
        Tell((long)(backToGib * GiB));
        // What was on its way when the new command came.
        See((long)(3.3 * GiB), (long)(3.1 * GiB), (long)(backToGib * GiB), (long)(backToGib * GiB));

        Assert.Equal(0, Counters.ForeignMoves);
        Assert.Null(Entry.UnderWayKib);
        // Once that is over a slow balloon counts.
        _second += 10;
        See((long)(backToGib * GiB), 3 * GiB);
        Assert.Equal(1, Counters.ForeignMoves);
    }

    [Fact]
    public void A_guest_that_deflates_its_balloon_is_in_need_and_no_foreign_move_is_counted()
    {
        _domain = _domain with { Facts = _domain.Facts with { AutoDeflate = true } };
        See(4 * GiB);
        Tell(2 * GiB);
        See(2 * GiB, (long)(2.5 * GiB));

        Assert.Equal(0, Counters.ForeignMoves);
        Assert.Equal(Now, Entry.Watch!.SelfDeflatedAt);
        Assert.Equal(2 * GiB, Entry.TargetKib);
    }

    [Fact]
    public void A_guest_with_deflate_on_oom_that_had_plenty_left_was_given_memory_by_another_program()
    {
        _domain = _domain with { Facts = _domain.Facts with { AutoDeflate = true } };
        See(4 * GiB);
        Tell(3 * GiB);
        See(3 * GiB);
        _domain = _domain with { WorkingSet = new WorkingSet(GiB, Now) };
        See((long)(3.5 * GiB));

        Assert.Equal(1, Counters.ForeignMoves);
        Assert.Null(Entry.Watch!.SelfDeflatedAt);
    }

    [Fact]
    public void The_way_back_to_our_target_after_that_is_no_other_either()
    {
        A_guest_that_deflates_its_balloon_is_in_need_and_no_foreign_move_is_counted();
        See((long)(2.2 * GiB), 2 * GiB);

        Assert.Equal(0, Counters.ForeignMoves);
    }

    [Fact]
    public void A_balloon_of_a_guest_that_boots_is_not_watched()
    {
        _domain = _domain with { Facts = _domain.Facts with { RunningSince = Noon - TimeSpan.FromSeconds(10) } };
        See(4 * GiB, 3 * GiB, 4 * GiB);

        Assert.Equal(0, Counters.ForeignMoves);
    }

    [Fact]
    public void A_balloon_whose_maximum_changed_is_learned_anew()
    {
        See(4 * GiB);
        _domain = _domain with { MaximumKib = 6 * GiB };
        See(6 * GiB);

        Assert.Equal(0, Counters.ForeignMoves);
    }

    [Fact]
    public void A_balloon_without_progress_for_five_seconds_has_stalled()
    {
        See(4 * GiB);
        Tell(3 * GiB);
        See((long)(3.5 * GiB), (long)(3.5 * GiB), (long)(3.5 * GiB), (long)(3.5 * GiB), (long)(3.5 * GiB));
        Assert.False(Entry.Watch!.Stalled);

        See((long)(3.5 * GiB));
        Assert.True(Entry.Watch!.Stalled);
        Assert.Equal(0, Counters.UncooperativeTimes);
    }

    [Fact]
    public void A_balloon_told_to_stay_where_it_is_has_not_stalled_any_more()
    {
        A_balloon_without_progress_for_five_seconds_has_stalled();
        Tell((long)(3.5 * GiB));

        Assert.False(Entry.Watch!.Stalled);
        Assert.Null(Entry.UnderWayKib);
    }

    [Fact]
    public void A_guest_that_stalls_four_times_within_ten_minutes_is_uncooperative()
    {
        for (var time = 0; time < 4; time++)
        {
            Assert.Equal(0, Counters.UncooperativeTimes);
            Stall();
        }

        Assert.Equal(1, Counters.UncooperativeTimes);
        Assert.Equal(Now - TimeSpan.FromSeconds(1) + TimeSpan.FromMinutes(10), Entry.Exclusion!.Until);
    }

    [Fact]
    public void Stalls_of_long_ago_are_forgiven()
    {
        for (var time = 0; time < 8; time++)
        {
            Stall();
            _second += 301;
        }

        Assert.Equal(0, Counters.UncooperativeTimes);
    }

    [Fact]
    public void A_guest_slower_than_ten_MiB_a_second_over_twenty_seconds_is_uncooperative()
    {
        See(4 * GiB);
        Tell(3 * GiB);
        for (var step = 1; step < 20; step++)
            See((4 * GiB) - (step * 9 * MiB));
        Assert.Equal(0, Counters.UncooperativeTimes);

        See((4 * GiB) - (20 * 9 * MiB));
        Assert.Equal(1, Counters.UncooperativeTimes);
    }

    [Fact]
    public void A_guest_a_little_faster_than_that_is_not()
    {
        See(4 * GiB);
        Tell(3 * GiB);
        for (var step = 1; step < 60; step++)
            See((4 * GiB) - (step * 11 * MiB));

        Assert.Equal(0, Counters.UncooperativeTimes);
    }

    [Fact]
    public void A_new_command_does_not_excuse_a_guest_that_did_not_follow_the_last_one()
    {
        See(4 * GiB);
        for (var step = 0; step < 25; step++)
        {
            Tell((3 * GiB) - (step * 20 * MiB));
            See((4 * GiB) - (step * 2 * MiB));
        }

        Assert.Equal(1, Counters.UncooperativeTimes);
    }

    [Fact]
    public void What_was_not_looked_at_is_not_blamed_on_the_guest()
    {
        See(4 * GiB);
        Tell(3 * GiB);
        _second += 300;
        See((long)(3.9 * GiB));

        Assert.False(Entry.Watch!.Stalled);
        Assert.Equal(0, Counters.UncooperativeTimes);
    }

    [Fact]
    public void A_guest_that_is_slow_to_take_its_own_is_not_uncooperative()
    {
        See(2 * GiB);
        Tell(4 * GiB);
        See([.. Enumerable.Repeat(2 * GiB, 60)]);

        Assert.Equal((0, 0), (Counters.UncooperativeTimes, Counters.ForeignMoves));
        Assert.False(Entry.Watch!.Stalled);
    }

    [Fact]
    public void Looks_at_a_paused_guest_or_past_a_busy_monitor_tell_nothing()
    {
        See(4 * GiB);
        var before = Entry;
        _ledger.Observe(_domain with { State = DomainState.Paused, CurrentKib = GiB }, Now + TimeSpan.FromSeconds(1), _limits);
        _ledger.Observe(_domain with { MonitorAnswered = false, CurrentKib = GiB }, Now + TimeSpan.FromSeconds(1), _limits);

        Assert.Same(before, Entry);
    }

    [Fact]
    public void A_look_from_before_the_command_is_not_taken_for_its_effect()
    {
        See(4 * GiB);
        Tell(3 * GiB);
        var before = Entry;
        _ledger.Observe(_domain with { CurrentKib = 2 * GiB }, Now - TimeSpan.FromSeconds(0.5), _limits);

        Assert.Same(before, Entry);
    }

    private void Stall()
    {
        See(4 * GiB);
        Tell(3 * GiB);
        for (var second = 0; second < 6; second++)
            See(4 * GiB);
        Tell(4 * GiB);
    }

    private void See(params IEnumerable<long> currentKib)
    {
        foreach (var kib in currentKib)
        {
            _second++;
            _domain = _domain with { CurrentKib = kib };
            _ledger.Observe(_domain, Now, _limits);
        }
    }

    private void Tell(long targetKib)
    {
        var decision = new Decision { Verdict = Verdict.Applied, Reason = DecisionReason.AsRequested, FromKib = _domain.CurrentKib, ToKib = targetKib };
        _ledger.Record(Asking(targetKib), decision, _domain, Now, _limits);
        _ledger.Announce(_domain, targetKib, Now, _limits);
    }
}
