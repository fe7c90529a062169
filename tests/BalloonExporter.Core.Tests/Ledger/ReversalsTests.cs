using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using static BalloonExporter.Core.Tests.GuardRails.Situation;

namespace BalloonExporter.Core.Tests.Ledger;

/// <summary>Which moves back and forth count as an oscillation.</summary>
public sealed class ReversalsTests
{
    private readonly MovementLedger _ledger = new();
    private Moment _now = Noon;

    [Fact]
    public void Taken_given_and_taken_without_a_rise_of_the_demand_is_an_oscillation()
    {
        Take();
        Give();
        Assert.Equal(0, Count);
        Take();
        Assert.Equal(1, Count);
        Give();
        Assert.Equal(1, Count);
        Take();
        Assert.Equal(2, Count);
    }

    [Fact]
    public void So_is_given_taken_and_given()
    {
        Give();
        Take();
        Give();
        Assert.Equal(1, Count);
    }

    [Fact]
    public void Moves_in_one_direction_are_none()
    {
        for (var move = 0; move < 5; move++)
            Take();
        for (var move = 0; move < 5; move++)
            Give();
        Assert.Equal(0, Count);
    }

    [Fact]
    public void A_guest_that_works_in_bursts_and_gets_what_it_needs_does_not_oscillate()
    {
        for (var burst = 0; burst < 5; burst++)
        {
            Take(needKib: GiB);
            Give(needKib: 2 * GiB);
        }

        Assert.Equal(0, Count);
    }

    [Fact]
    public void A_rise_below_the_dead_band_is_none()
    {
        Take(needKib: GiB);
        Give(needKib: GiB + (30 * MiB));
        Take(needKib: GiB);
        Assert.Equal(1, Count);
    }

    [Fact]
    public void Without_figures_a_guest_may_need_what_it_is_given()
    {
        Take();
        Give(needKib: null);
        Take();
        Assert.Equal(0, Count);
    }

    [Fact]
    public void What_lies_an_hour_apart_is_none()
    {
        Take();
        Give();
        _now += TimeSpan.FromMinutes(59);
        Take();
        Assert.Equal(0, Count);
    }

    [Fact]
    public void What_was_not_set_after_all_counts_as_no_reversal()
    {
        Take();
        Give();
        var before = _ledger.Of(Uuid);
        _now += TimeSpan.FromMinutes(1);
        Record(takes: true, GiB, count: false);
        _ledger.TakeBack(Uuid, before, _now);

        Assert.Equal(before.Reversals, _ledger.Of(Uuid).Reversals);
        Take();
        Assert.Equal(1, Count);
    }

    private long Count => _ledger.CountersOf(Uuid).Oscillations;

    private void Take(long? needKib = GiB) => Record(takes: true, needKib);

    private void Give(long? needKib = GiB) => Record(takes: false, needKib);

    private void Record(bool takes, long? needKib, bool count = true)
    {
        _now += TimeSpan.FromMinutes(1);
        var domain = ADomain() with { WorkingSet = needKib is { } kib ? new WorkingSet(kib, _now) : null };
        var decision = new Decision { Verdict = Verdict.Applied, Reason = DecisionReason.AsRequested, FromKib = 3 * GiB, ToKib = takes ? 2 * GiB : 4 * GiB };
        var request = Asking(decision.ToKib!.Value, _now);
        _ledger.Record(request, decision, domain, _now, new Limits());
        if (count)
            _ledger.Count(request, decision);
    }
}
