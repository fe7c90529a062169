using BalloonExporter.Core.GuardRails;
using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using static BalloonExporter.Core.Tests.GuardRails.Situation;

namespace BalloonExporter.Core.Tests.GuardRails;

/// <summary>What holds exactly at a limit, and one step beyond it.</summary>
public sealed class BoundaryTests
{
    private static readonly HostMemory AtRed = AHost(64 * GiB, HostMarks.Of(AHost(64 * GiB, 32 * GiB), new Limits()).RedKib);

    // A balloon of 4 GiB that was raised by another program above the 4 GiB less 300 MiB which are in force.
    private static readonly LedgerEntry Raised = LedgerEntry.Empty with
    {
        TargetKib = (4 * GiB) - (300 * MiB),
        Watch = new BalloonWatch(2 * GiB, Noon, 4 * GiB) { Move = new BalloonMove(2 * GiB, (4 * GiB) - (300 * MiB), Noon) },
    };

    [Fact]
    public void A_host_that_has_just_the_mark_of_RED_is_not_short()
    {
        var all = new Situation { Host = AtRed, Request = Asking(3 * GiB) };

        all.IsApplied(DecisionReason.StepLimit, (4 * GiB) - (4 * GiB / 10));
        Assert.Equal(3 * GiB, (all with { Host = AHost(64 * GiB, AtRed.AvailableKib - 1) }).Decide().ToKib);
    }

    [Fact]
    public void Step_limit_in_RED_relies_on_what_the_guest_says_it_uses_for_every_origin()
    {
        // 2 GiB resident of which 1 GiB is used: the way from 4 to 2 GiB frees nothing and costs nothing.
        var situation = new Situation { Request = Asking(2 * GiB) }.With(domain => domain with { ResidentKib = 2 * GiB });

        (situation with { Host = AtRed }).IsApplied(DecisionReason.StepLimit, (4 * GiB) - (4 * GiB / 10));
        (situation with { Host = AHost(64 * GiB, AtRed.AvailableKib - 1) }).IsApplied(DecisionReason.UsableShare, (4 * GiB) - (3 * GiB * 6 / 10));
    }

    [Fact]
    public void A_cooldown_is_over_at_the_moment_it_says()
    {
        var entry = LedgerEntry.Empty with { Cooldown = new Backoff(Noon, 0) };

        new Situation { Entry = entry }.IsApplied(DecisionReason.AsRequested, (4 * GiB) - (100 * MiB));
        new Situation { Entry = entry with { Cooldown = new Backoff(Noon + TimeSpan.FromTicks(1), 0) } }.IsRefused(DecisionReason.Cooldown);
    }

    [Fact]
    public void Circuit_breaker_counts_the_way_that_no_take_was_noted_for()
    {
        var limits = new Limits { BreakerKib = 350 * MiB };
        var situation = new Situation { Entry = Raised, Limits = limits, Request = Asking((4 * GiB) - (380 * MiB)) };

        var decision = situation.Decide();

        // 300 MiB of the 350 are on their way already.
        Assert.Equal((Verdict.Applied, DecisionReason.CircuitBreaker, (4 * GiB) - (350 * MiB)), (decision.Verdict, decision.Reason, decision.ToKib));
    }

    [Fact]
    public void Stale_recommendation_of_a_reflex_is_refused_too() =>
        new Situation { Request = Asking((4 * GiB) - (100 * MiB), Noon - TimeSpan.FromSeconds(61)) with { Origin = RequestOrigin.Rescue } }
            .IsRefused(DecisionReason.StaleRecommendation);

    [Fact]
    public void A_call_for_a_balloon_on_its_way_counts_from_where_it_shall_be()
    {
        var decision = new Decision { Verdict = Verdict.Applied, Reason = DecisionReason.AsRequested, FromKib = 3 * GiB, ToKib = 2 * GiB };
        var preflight = Preflight.Of(decision, ADomain(), Noon, new Limits());
        var leastKib = (3 * GiB) - new Limits().ArrivalKib(4 * GiB);

        Assert.Null(preflight.Refusal(new PreflightState(DomainState.Running, JobActive: false, leastKib), paused: false, Noon));
        Assert.Equal(
            DecisionReason.MovedByOther, preflight.Refusal(new PreflightState(DomainState.Running, JobActive: false, leastKib - 1), paused: false, Noon));
    }

    [Fact]
    public void A_call_is_still_made_when_just_ten_seconds_have_passed()
    {
        var decision = new Decision { Verdict = Verdict.Applied, Reason = DecisionReason.AsRequested, FromKib = 4 * GiB, ToKib = 3 * GiB };
        var preflight = Preflight.Of(decision, ADomain(), Noon, new Limits());
        var same = new PreflightState(DomainState.Running, JobActive: false, 4 * GiB);

        Assert.Null(preflight.Refusal(same, paused: false, Noon + TimeSpan.FromSeconds(10)));
        Assert.Equal(DecisionReason.StaleStatistics, preflight.Refusal(same, paused: false, Noon + TimeSpan.FromSeconds(10) + TimeSpan.FromTicks(1)));
    }
}
