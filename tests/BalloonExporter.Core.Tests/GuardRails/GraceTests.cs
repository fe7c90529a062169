using BalloonExporter.Core.Model;
using static BalloonExporter.Core.Tests.GuardRails.Situation;

namespace BalloonExporter.Core.Tests.GuardRails;

public sealed class GraceTests
{
    [Fact]
    public void Grace_protects_a_domain_for_two_minutes_after_its_start() =>
        new Situation().WithFacts(facts => facts with { RunningSince = Noon - TimeSpan.FromSeconds(119.999) }).IsRefused(DecisionReason.Grace);

    [Fact]
    public void Grace_is_over_after_two_minutes() =>
        new Situation().WithFacts(facts => facts with { RunningSince = Noon - TimeSpan.FromSeconds(120) })
            .IsApplied(DecisionReason.AsRequested, (4 * GiB) - (100 * MiB));

    [Fact]
    public void Grace_protects_a_domain_whose_start_is_not_known() =>
        new Situation().WithFacts(facts => facts with { RunningSince = null }).IsRefused(DecisionReason.Grace);

    [Fact]
    public void Grace_lets_an_emergency_hold_a_guest_at_what_it_has_and_64_MiB() =>
        Starting(Asking(3 * GiB) with { Origin = RequestOrigin.Emergency }, residentKib: (3 * GiB) - (64 * MiB)).IsApplied(DecisionReason.AsRequested, 3 * GiB);

    [Fact]
    public void Grace_lets_no_emergency_take_what_a_guest_has() =>
        Starting(Asking(3 * GiB) with { Origin = RequestOrigin.Emergency }, residentKib: (3 * GiB) - (64 * MiB) + 1).IsRefused(DecisionReason.Grace);

    [Theory]
    [InlineData(RequestOrigin.Alert)]
    [InlineData(RequestOrigin.Rescue)]
    [InlineData(RequestOrigin.Recovery)]
    public void Grace_lets_nothing_but_an_emergency_hold_a_guest(RequestOrigin origin) =>
        Starting(Asking(3 * GiB) with { Origin = origin }, residentKib: GiB).IsRefused(DecisionReason.Grace);

    [Theory]
    [InlineData(RequestOrigin.Rescue, true)]
    [InlineData(RequestOrigin.Alert, false)]
    [InlineData(RequestOrigin.Recovery, false)]
    public void Grace_lets_a_rescue_give_and_nothing_else(RequestOrigin origin, bool gives) => Assert.Equal(
        gives ? DecisionReason.AsRequested : DecisionReason.Grace,
        Starting(Asking(4 * GiB) with { Origin = origin }, residentKib: 2 * GiB).With(domain => domain with { CurrentKib = 2 * GiB }).Decide().Reason);

    [Theory]
    [InlineData(RequestOrigin.Emergency, 3)]
    [InlineData(RequestOrigin.Rescue, 4)]
    public void Grace_protects_a_guest_whose_start_is_not_known_from_all(RequestOrigin origin, int targetGib) =>
        Starting(Asking(targetGib * GiB) with { Origin = origin }, residentKib: GiB)
            .With(domain => domain with { CurrentKib = (7 - targetGib) * GiB })
            .WithFacts(facts => facts with { RunningSince = null }).IsRefused(DecisionReason.Grace);

    [Fact]
    public void Stale_statistics_are_refused_of_a_guest_in_its_grace_too() =>
        Starting(Asking(3 * GiB) with { Origin = RequestOrigin.Emergency }, residentKib: GiB)
            .With(domain => domain with { StatisticsFresh = false }).IsRefused(DecisionReason.StaleStatistics);

    // A server that has run for ten seconds.
    private static Situation Starting(BalloonRequest request, long residentKib) => new Situation { Request = request }
        .With(domain => domain with { ResidentKib = residentKib })
        .WithFacts(facts => facts with { RunningSince = Noon - TimeSpan.FromSeconds(10) });
}
