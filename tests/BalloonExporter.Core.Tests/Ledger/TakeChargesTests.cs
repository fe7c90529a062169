using BalloonExporter.Core.GuardRails;
using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using BalloonExporter.Core.Tests.GuardRails;
using static BalloonExporter.Core.Tests.GuardRails.Situation;

namespace BalloonExporter.Core.Tests.Ledger;

/// <summary>What counts against the limits. The domain has 4 GiB, all of them resident, and is told to give 100 MiB at noon.</summary>
public sealed class TakeChargesTests
{
    private const long StepKib = 100 * MiB;

    private readonly MovementLedger _ledger = new();
    private readonly Limits _limits = new();

    [Fact]
    public void Until_the_balloon_has_moved_all_of_its_way_counts()
    {
        Tell(StepKib);
        Assert.Equal((StepKib, StepKib), Charged(1));

        Look(1, wayKib: 0, fallKib: 0);
        Assert.Equal((StepKib, StepKib), Charged(1));
    }

    [Fact]
    public void What_was_seen_to_go_counts_for_fifteen_seconds_and_for_a_minute()
    {
        Tell(StepKib);
        Look(2, wayKib: StepKib, fallKib: StepKib);

        Assert.Equal((StepKib, StepKib), Charged(16));
        Assert.Equal((0, StepKib), Charged(17));
        Assert.Equal((0, StepKib), Charged(61));
        Assert.Equal((0, 0), Charged(62));
    }

    [Fact]
    public void Touched_free_pages_count_though_the_guest_occupies_less_than_its_target()
    {
        Tell(StepKib, residentKib: GiB);
        Look(2, wayKib: StepKib, fallKib: 70 * MiB, residentKib: GiB);

        Assert.Equal((70 * MiB, 70 * MiB), Charged(3));
    }

    [Fact]
    public void What_did_not_go_by_the_end_of_the_way_does_not_count_any_more()
    {
        Tell(StepKib);
        Look(2, wayKib: StepKib / 2, fallKib: 0);
        Assert.Equal((StepKib / 2, StepKib / 2), Charged(2));

        Look(3, wayKib: StepKib, fallKib: 0);
        Assert.Equal((0, 0), Charged(3));
        Assert.Equal(StepKib, Way(3));
    }

    [Fact]
    public void Pages_that_a_guest_returns_by_free_page_reporting_are_no_take()
    {
        Look(0, wayKib: 0, fallKib: 0);
        Look(1, wayKib: 0, fallKib: 2 * GiB);

        Assert.Equal((0, 0), Charged(1));
    }

    [Fact]
    public void While_a_guest_lets_go_of_two_GiB_by_itself_no_more_counts_than_the_balloons_own_way()
    {
        Tell(StepKib);
        Look(1, wayKib: StepKib / 4, fallKib: 2 * GiB);
        Assert.Equal((StepKib, StepKib), Charged(1));

        Look(2, wayKib: StepKib, fallKib: 2 * GiB);
        Assert.Equal((StepKib, StepKib), Charged(3));
    }

    [Fact]
    public void What_a_guest_takes_again_meanwhile_does_not_hide_what_was_taken()
    {
        Tell(StepKib);
        Look(1, wayKib: StepKib / 2, fallKib: StepKib / 2);
        Look(2, wayKib: StepKib / 2, fallKib: 0);
        Look(3, wayKib: StepKib, fallKib: StepKib / 2);

        Assert.Equal((StepKib, StepKib), Charged(4));
    }

    [Fact]
    public void A_take_that_overtakes_another_counts_besides_it()
    {
        Tell(StepKib);
        Look(1, wayKib: StepKib / 2, fallKib: StepKib / 2);
        Tell(StepKib * 2, wayKib: StepKib / 2, fallKib: StepKib / 2, second: 1, inForceWayKib: StepKib);
        Assert.Equal((2 * StepKib, 2 * StepKib), Charged(2));

        Look(3, wayKib: StepKib * 2, fallKib: StepKib * 3 / 2);
        Assert.Equal((StepKib * 3 / 2, StepKib * 3 / 2), Charged(4));
    }

    [Fact]
    public void A_take_that_was_called_off_counts_until_it_is_seen_how_far_it_came()
    {
        Tell(StepKib);
        Tell(StepKib / 4, second: 1, inForceWayKib: StepKib, wayKib: StepKib / 4);
        Assert.InRange(Charged(1).Step, StepKib / 4, StepKib);

        Look(2, wayKib: StepKib / 4, fallKib: StepKib / 5);
        Look(4, wayKib: StepKib / 4, fallKib: StepKib / 5);
        Assert.Equal((StepKib / 5, StepKib / 5), Charged(4));
    }

    [Fact]
    public void A_grow_that_hides_how_far_the_balloon_had_come_does_not_hide_what_was_taken()
    {
        Tell(StepKib);
        Tell(0, second: 1, inForceWayKib: StepKib);
        Look(4, wayKib: 0, fallKib: StepKib / 2);

        Assert.Equal((StepKib / 2, StepKib / 2), Charged(4));
    }

    [Fact]
    public void Of_what_an_emergency_has_under_way_all_counts_for_a_plan_whatever_the_guest_said()
    {
        var underWay = new TakeUnderWay(4 * GiB, 3 * GiB, ForecastKib: 10 * MiB, Noon) { ResidentKib = 4 * GiB };
        var situation = new Situation
        {
            Request = Asking(2 * GiB),
            Entry = LedgerEntry.Empty with { Charges = new TakeCharges { UnderWay = underWay } },
        };

        situation.IsRefused(DecisionReason.StepLimit);
        Assert.True((situation with { Request = situation.Request with { Origin = RequestOrigin.Emergency } }).Decide().HasTarget);
    }

    [Fact]
    public void A_stuck_balloon_that_may_still_follow_counts_however_long_it_has_not()
    {
        Tell(StepKib);
        for (var second = 1; second < 100; second++)
            Look(second, wayKib: 0, fallKib: 0);

        Assert.Equal((StepKib, StepKib), Charged(100));
    }

    [Fact]
    public void A_command_that_was_lost_counts_for_a_minute()
    {
        var lost = new TakeCharges { UnderWay = new TakeUnderWay(4 * GiB, 3 * GiB, GiB, Noon) { ResidentKib = 4 * GiB } };

        Assert.Equal(GiB, lost.After(4 * GiB, 4 * GiB, inForce: false, Noon + TimeSpan.FromSeconds(59), _limits).ResidentSinceKib(Noon));
        Assert.Equal(0, lost.After(4 * GiB, 4 * GiB, inForce: false, Noon + TimeSpan.FromSeconds(60), _limits).ResidentSinceKib(Noon));
        Assert.Equal(GiB, lost.After(4 * GiB, 4 * GiB, inForce: true, Noon + TimeSpan.FromSeconds(60), _limits).ResidentSinceKib(Noon));
    }

    [Fact]
    public void What_was_not_set_after_all_does_not_count_but_what_was_seen_to_go_meanwhile_does()
    {
        Tell(StepKib);
        Look(1, wayKib: StepKib, fallKib: StepKib);
        var before = _ledger.Of(Uuid);
        Tell(StepKib * 2, wayKib: StepKib, fallKib: StepKib, second: 2);
        Assert.Equal(2 * StepKib, Charged(2).Step);

        _ledger.TakeBack(Uuid, before, At(2));

        Assert.Equal((StepKib, StepKib), Charged(2));
    }

    [Fact]
    public void What_is_not_known_to_have_been_taken_counts_as_all_there_is()
    {
        _ledger.UseUp(Noon + TimeSpan.FromSeconds(60));
        Assert.True(_ledger.RecentActivityOf(Uuid, Noon + TimeSpan.FromSeconds(59), _limits).UsedUp);
        new Situation { Activity = _ledger.RecentActivityOf(Uuid, Noon, _limits) }.IsRefused(DecisionReason.CircuitBreaker);
        Assert.True(CircuitBreaker.IsOpen(AHost(64 * GiB, 32 * GiB), _ledger.RecentActivityOf(Uuid, Noon, _limits), _limits));

        Assert.False(_ledger.RecentActivityOf(Uuid, Noon + TimeSpan.FromSeconds(60), _limits).UsedUp);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(GiB - (16 * MiB), false)]
    [InlineData(GiB - (16 * MiB) + 1, true)]
    [InlineData(2 * GiB, true)]
    public void The_circuit_breaker_is_open_as_soon_as_nothing_worth_a_command_is_left(long takenKib, bool open) => Assert.Equal(
        open, CircuitBreaker.IsOpen(AHost(64 * GiB, 32 * GiB), RecentActivity.None with { TakenKib = takenKib }, new Limits { BreakerKib = GiB }));

    private void Tell(long toWayKib, long wayKib = 0, long fallKib = 0, int second = 0, long residentKib = 4 * GiB, long inForceWayKib = -1)
    {
        var fromKib = (4 * GiB) - (inForceWayKib < 0 ? wayKib : inForceWayKib);
        var toKib = (4 * GiB) - toWayKib;
        var decision = new Decision
        {
            Verdict = Verdict.Applied,
            Reason = DecisionReason.AsRequested,
            FromKib = fromKib,
            ToKib = toKib,
            ResidentTakenKib = Math.Max(0, fromKib - toKib),
        };
        _ledger.Record(Asking(toKib), decision, DomainAt(wayKib, fallKib, residentKib), At(second), _limits);
        _ledger.Announce(DomainAt(wayKib, fallKib, residentKib), toKib, At(second), _limits);
    }

    private void Look(int second, long wayKib, long fallKib, long residentKib = 4 * GiB) =>
        _ledger.Observe(DomainAt(wayKib, fallKib, residentKib), At(second), _limits);

    private static DomainMemory DomainAt(long wayKib, long fallKib, long residentKib) =>
        ADomain() with { CurrentKib = (4 * GiB) - wayKib, ResidentKib = residentKib - fallKib };

    private (long Step, long Minute) Charged(int second)
    {
        var charges = _ledger.Of(Uuid).Charges;
        Assert.Equal(charges.ResidentSinceKib(At(second) - _limits.BreakerWindow), _ledger.RecentActivityOf(Uuid, At(second), _limits).TakenKib);
        return (charges.ResidentSinceKib(At(second) - _limits.ShrinkWindow), charges.ResidentSinceKib(At(second) - _limits.BreakerWindow));
    }

    private long Way(int second) => _ledger.Of(Uuid).Charges.WaySinceKib(At(second) - _limits.ShrinkWindow);

    private static Moment At(int second) => Noon + TimeSpan.FromSeconds(second);
}
