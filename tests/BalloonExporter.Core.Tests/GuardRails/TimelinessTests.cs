using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using static BalloonExporter.Core.Tests.GuardRails.Situation;

namespace BalloonExporter.Core.Tests.GuardRails;

public sealed class TimelinessTests
{
    private const long TargetKib = (4 * GiB) - (100 * MiB);

    [Fact]
    public void Stale_recommendation_older_than_a_minute_is_refused() =>
        new Situation { Request = Asking(TargetKib, Noon - TimeSpan.FromSeconds(60.001)) }.IsRefused(DecisionReason.StaleRecommendation);

    [Fact]
    public void A_recommendation_of_just_a_minute_ago_is_carried_out() =>
        new Situation { Request = Asking(TargetKib, Noon - TimeSpan.FromSeconds(60)) }.IsApplied(DecisionReason.AsRequested, TargetKib);

    [Theory]
    [InlineData(60, null)]
    [InlineData(61, 61)]
    [InlineData(90, 90)]
    [InlineData(120, 120)]
    [InlineData(120, 3600)]
    public void A_grow_is_carried_out_as_long_as_it_says_up_to_two_minutes(int age, int? lifetime)
    {
        Giving(age, lifetime).IsApplied(DecisionReason.AsRequested, TargetKib);
        Giving(age + 1, lifetime).IsRefused(DecisionReason.StaleRecommendation);
    }

    [Theory]
    [InlineData(61)]
    [InlineData(120)]
    [InlineData(int.MaxValue)]
    public void A_take_older_than_a_minute_is_refused_whatever_it_says(int lifetime)
    {
        Taking(60, lifetime).IsApplied(DecisionReason.AsRequested, TargetKib);
        Taking(61, lifetime).IsRefused(DecisionReason.StaleRecommendation);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    public void A_recommendation_that_is_good_for_less_than_a_minute_is_refused_after_it(int lifetime)
    {
        Taking(lifetime + 1, lifetime).IsRefused(DecisionReason.StaleRecommendation);
        Giving(lifetime + 1, lifetime).IsRefused(DecisionReason.StaleRecommendation);
    }

    [Fact]
    public void Duplicate_is_what_comes_again_however_late() =>
        (Taking(300, 60) with { Entry = CarriedOut(Noon - TimeSpan.FromSeconds(300)) }).IsRefused(DecisionReason.Duplicate);

    [Fact]
    public void Future_recommendation_of_more_than_five_seconds_ahead_is_refused() =>
        new Situation { Request = Asking(TargetKib, Noon + TimeSpan.FromSeconds(5.001)) }.IsRefused(DecisionReason.FutureRecommendation);

    [Fact]
    public void A_recommendation_from_a_clock_that_is_a_little_ahead_is_carried_out() =>
        new Situation { Request = Asking(TargetKib, Noon + TimeSpan.FromSeconds(5)) }.IsApplied(DecisionReason.AsRequested, TargetKib);

    [Fact]
    public void Duplicate_of_what_was_carried_out_is_refused() =>
        new Situation { Entry = CarriedOut(Noon - TimeSpan.FromSeconds(5)) }.IsRefused(DecisionReason.Duplicate);

    [Fact]
    public void Superseded_by_a_newer_one_that_was_carried_out_is_refused() =>
        new Situation { Entry = CarriedOut(Noon - TimeSpan.FromSeconds(4)) }.IsRefused(DecisionReason.Superseded);

    [Fact]
    public void A_newer_recommendation_than_the_last_is_carried_out() =>
        new Situation { Entry = CarriedOut(Noon - TimeSpan.FromSeconds(6)) }.IsApplied(DecisionReason.AsRequested, TargetKib);

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void A_take_is_superseded_by_one_that_was_newer_than_now(int second) =>
        new Situation { Entry = CarriedOut(Noon + TimeSpan.FromSeconds(second)) }.IsRefused(DecisionReason.Superseded);

    [Theory]
    [InlineData(-5)]
    [InlineData(2)]
    [InlineData(4)]
    public void A_grow_is_never_superseded_by_what_was_newer_than_now(int second)
    {
        var gift = new Situation { Request = Asking(TargetKib, Noon + TimeSpan.FromSeconds(second)), Entry = CarriedOut(Noon + TimeSpan.FromSeconds(4)) };
        (gift with { Domain = gift.Domain! with { CurrentKib = 3 * GiB } }).IsApplied(DecisionReason.AsRequested, TargetKib);
    }

    [Fact]
    public void What_lies_further_ahead_than_is_believed_withholds_nothing() =>
        new Situation { Entry = CarriedOut(Noon + TimeSpan.FromHours(1)) }.IsApplied(DecisionReason.AsRequested, TargetKib);

    [Fact]
    public void A_grow_that_is_carried_out_after_what_was_newer_does_not_make_that_new_again()
    {
        var ledger = new MovementLedger();
        var take = Asking(TargetKib, Noon + TimeSpan.FromSeconds(4));
        foreach (var request in (BalloonRequest[])[take, Asking(4 * GiB, Noon)])
        {
            var decision = new Decision { Verdict = Verdict.Applied, Reason = DecisionReason.AsRequested, FromKib = 3 * GiB, ToKib = request.TargetKib };
            ledger.Record(request, decision, ADomain(), Noon, new Limits());
        }

        Assert.Equal(take.EvaluatedAt, ledger.Of(take.Uuid).LastEvaluatedAt);
    }

    [Fact]
    public void The_oldest_and_the_newest_moment_there_are_do_not_overflow()
    {
        new Situation { Request = Asking(TargetKib, Moment.MinValue) }.IsRefused(DecisionReason.StaleRecommendation);
        new Situation { Request = Asking(TargetKib, Moment.MaxValue) }.IsRefused(DecisionReason.FutureRecommendation);
    }

    private static Situation Taking(int age, int? lifetime) => new()
    {
        Request = Asking(TargetKib, Noon - TimeSpan.FromSeconds(age)) with { Lifetime = lifetime is { } seconds ? TimeSpan.FromSeconds(seconds) : null },
    };

    private static Situation Giving(int age, int? lifetime)
    {
        var situation = Taking(age, lifetime);
        return situation with { Domain = situation.Domain! with { CurrentKib = 3 * GiB } };
    }

    private static LedgerEntry CarriedOut(Moment evaluatedAt) =>
        LedgerEntry.Empty with { LastEvaluatedAt = evaluatedAt };
}
