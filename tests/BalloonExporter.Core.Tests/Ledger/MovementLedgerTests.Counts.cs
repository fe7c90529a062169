using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using static BalloonExporter.Core.Tests.GuardRails.Situation;

namespace BalloonExporter.Core.Tests.Ledger;

/// <content>What is counted, and what is taken back.</content>
public sealed partial class MovementLedgerTests
{
    [Fact]
    public void A_rescue_is_counted_by_its_trigger_and_begins_a_cooldown()
    {
        Set(Rescue(4 * GiB), Granted(3 * GiB, 4 * GiB), Noon);
        Set(Rescue(4 * GiB), Granted(3 * GiB, 4 * GiB), Noon + TimeSpan.FromSeconds(2));

        Assert.Equal(2, _ledger.CountersOf(Uuid).Rescues[RescueTrigger.SwapOut]);
        Assert.Equal(Noon + TimeSpan.FromSeconds(122), _ledger.Of(Uuid).Cooldown!.Until);
    }

    [Fact]
    public void A_need_seen_coming_begins_no_cooldown_unless_memory_was_taken_just_before()
    {
        Set(Rescue(4 * GiB) with { Cause = ReflexCause.Demand }, Granted(3 * GiB, 4 * GiB), Noon);
        Assert.Null(_ledger.Of(Uuid).Cooldown);

        Move(4 * GiB, 3 * GiB, Noon + TimeSpan.FromSeconds(10));
        Set(Rescue(4 * GiB) with { Cause = ReflexCause.Demand }, Granted(3 * GiB, 4 * GiB), Noon + TimeSpan.FromSeconds(60));
        Assert.Equal(Noon + TimeSpan.FromSeconds(180), _ledger.Of(Uuid).Cooldown!.Until);
    }

    [Fact]
    public void Taking_from_others_for_a_rescue_is_no_rescue_of_theirs()
    {
        Set(Rescue(3 * GiB) with { Cause = null }, Granted(4 * GiB, 3 * GiB), Noon);

        Assert.Null(_ledger.Of(Uuid).Cooldown);
        Assert.Empty(_ledger.CountersOf(Uuid).Rescues);
    }

    [Fact]
    public void A_reflex_does_not_turn_the_order_of_recommendations_back()
    {
        Move(4 * GiB, 3 * GiB, Noon + TimeSpan.FromSeconds(8));
        Set(Rescue(4 * GiB), Granted(3 * GiB, 4 * GiB), Noon);

        Assert.Equal(Noon + TimeSpan.FromSeconds(3), _ledger.Of(Uuid).LastEvaluatedAt);
    }

    [Fact]
    public void What_was_not_set_after_all_is_taken_back()
    {
        var before = _ledger.Of(Uuid);
        Move(4 * GiB, 3 * GiB, Noon);
        _ledger.Announce(ADomain(), 3 * GiB, Noon, new Limits());
        Assert.Equal(3 * GiB, _ledger.Of(Uuid).UnderWayKib);

        _ledger.TakeBack(Uuid, before, Noon);

        Assert.Equal(LedgerEntry.Empty, _ledger.Of(Uuid));
    }

    [Fact]
    public void What_was_observed_before_it_is_taken_back_stays()
    {
        var before = _ledger.Of(Uuid);
        Move(4 * GiB, 3 * GiB, Noon);
        _ledger.Announce(ADomain(), 3 * GiB, Noon, new Limits());
        _ledger.Observe(ADomain() with { CurrentKib = GiB }, Noon + TimeSpan.FromSeconds(15), new Limits());
        Assert.Equal(1, _ledger.CountersOf(Uuid).ForeignMoves);

        _ledger.TakeBack(Uuid, before, Noon);

        var entry = _ledger.Of(Uuid);
        Assert.Equal((null, 1, Noon + TimeSpan.FromSeconds(15)), (entry.TargetKib, _ledger.CountersOf(Uuid).ForeignMoves, entry.ForeignMoveAt));
    }

    [Fact]
    public void Of_an_instance_that_ended_meanwhile_nothing_is_brought_back()
    {
        Move(4 * GiB, 3 * GiB, Noon);
        var before = _ledger.Of(Uuid);
        Move(3 * GiB, 2 * GiB, Noon + TimeSpan.FromSeconds(1));
        _ledger.Forget(Uuid);

        _ledger.TakeBack(Uuid, before, Noon + TimeSpan.FromSeconds(1));

        Assert.Equal(LedgerEntry.Empty, _ledger.Of(Uuid));
    }

    [Fact]
    public void Only_what_was_set_is_counted_and_no_count_falls()
    {
        var request = Rescue(4 * GiB);
        var decision = Granted(3 * GiB, 4 * GiB);
        var before = _ledger.Of(Uuid);
        _ledger.Record(request, decision, ADomain(), Noon, new Limits());
        Assert.Empty(_ledger.CountersOf(Uuid).Moves);

        _ledger.Count(request, decision);
        _ledger.TakeBack(Uuid, before, Noon);

        Assert.Equal(1, Assert.Single(_ledger.CountersOf(Uuid).Moves).Value);
        Assert.Equal(1, Assert.Single(_ledger.CountersOf(Uuid).Rescues).Value);
    }

    [Fact]
    public void Counts_of_an_ended_instance_stay_and_its_marks_go()
    {
        Set(Rescue(4 * GiB), Granted(3 * GiB, 4 * GiB), Noon);
        _ledger.Observe(ADomain(), Noon, new Limits());
        _ledger.Observe(ADomain() with { CurrentKib = 2 * GiB }, Noon + TimeSpan.FromSeconds(15), new Limits());
        Assert.Equal(1, _ledger.CountersOf(Uuid).ForeignMoves);

        _ledger.Forget(Uuid);

        var counters = _ledger.CountersOf(Uuid);
        Assert.Equal((1, 1), (counters.ForeignMoves, counters.Rescues[RescueTrigger.SwapOut]));
        Assert.Equal(LedgerEntry.Empty, _ledger.Of(Uuid));
    }

    [Fact]
    public void Only_what_was_seen_to_move_is_counted()
    {
        Move(4 * GiB, 3 * GiB, Noon);
        Assert.Equal((0, 0), Counted());

        Stand(4 * GiB - (78 * MiB), Noon + TimeSpan.FromSeconds(1));
        Stand(4 * GiB - (50 * MiB), Noon + TimeSpan.FromSeconds(2));
        Stand(4 * GiB - (78 * MiB), Noon + TimeSpan.FromSeconds(3));
        Assert.Equal((0, 78 * MiB), Counted());

        Move(4 * GiB - (78 * MiB), 4 * GiB, Noon + TimeSpan.FromSeconds(4));
        Stand(4 * GiB - (8 * MiB), Noon + TimeSpan.FromSeconds(5));
        Assert.Equal((70 * MiB, 78 * MiB), Counted());
    }

    [Fact]
    public void A_target_that_cannot_be_reached_counts_as_far_as_the_balloon_came()
    {
        Move(4 * GiB, 5 * GiB, Noon);
        foreach (var second in Enumerable.Range(1, 30))
            Stand(4 * GiB + (10 * MiB), Noon + TimeSpan.FromSeconds(second));

        Assert.Equal((10 * MiB, 0), Counted());
    }

    private (long AddedKib, long RemovedKib) Counted() => (_ledger.CountersOf(Uuid).AddedKib, _ledger.CountersOf(Uuid).RemovedKib);

    [Fact]
    public void A_maximum_that_changed_leaves_no_target_in_force_and_no_way_to_it()
    {
        _ledger.Observe(ADomain(), Noon - TimeSpan.FromSeconds(1), new Limits());
        Move(4 * GiB, 3 * GiB, Noon);
        Stand(3 * GiB, Noon + TimeSpan.FromSeconds(1));
        Assert.Equal(3 * GiB, _ledger.Of(Uuid).TargetKib);

        _ledger.Observe(ADomain() with { MaximumKib = 5 * GiB, CurrentKib = 4 * GiB }, Noon + TimeSpan.FromSeconds(2), new Limits());

        var entry = _ledger.Of(Uuid);
        Assert.Equal((null, null, null), (entry.TargetKib, entry.TargetSetAt, entry.Progress));
        var counters = _ledger.CountersOf(Uuid);
        Assert.Equal((0, GiB, 0), (counters.AddedKib, counters.RemovedKib, counters.ForeignMoves));
    }

    [Fact]
    public void A_maximum_that_changed_between_two_processes_leaves_no_target_in_force()
    {
        _ledger.Observe(ADomain(), Noon - TimeSpan.FromSeconds(1), new Limits());
        Move(4 * GiB, 3 * GiB, Noon);
        Stand(3 * GiB, Noon + TimeSpan.FromSeconds(1));
        var saved = _ledger.Of(Uuid) with { Watch = null };

        foreach (var (maximumKib, targetKib) in ((long, long?)[])[(4 * GiB, 3 * GiB), (5 * GiB, null), (2 * GiB, null)])
        {
            var next = new MovementLedger();
            next.Restore(new LedgerState(new Dictionary<Guid, LedgerEntry> { [Uuid] = saved }, new Dictionary<Guid, DomainCounters>()), Noon + TimeSpan.FromSeconds(2));
            next.Observe(ADomain() with { MaximumKib = maximumKib, CurrentKib = 2 * GiB }, Noon + TimeSpan.FromSeconds(3), new Limits());
            Assert.Equal((targetKib, targetKib is null), (next.Of(Uuid).TargetKib, next.Of(Uuid).TargetSetAt is null));
        }
    }
}
