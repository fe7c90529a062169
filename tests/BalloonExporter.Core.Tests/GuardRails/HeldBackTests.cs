using BalloonExporter.Core.GuardRails;
using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using static BalloonExporter.Core.Tests.GuardRails.Situation;

namespace BalloonExporter.Core.Tests.GuardRails;

/// <summary>What makes the exporter hold back although the domain is in good order.</summary>
public sealed class HeldBackTests
{
    private static readonly BalloonRequest Shrink = Asking(4 * GiB - (100 * MiB));
    private static readonly LedgerEntry JustRescued = LedgerEntry.Empty with { Cooldown = new Backoff(Noon + TimeSpan.FromTicks(1), 0) };
    private static readonly LedgerEntry Excluded = LedgerEntry.Empty with { Exclusion = new Backoff(Noon + TimeSpan.FromTicks(1), 0) };
    private static readonly LedgerEntry MovedAMomentAgo = LedgerEntry.Empty with { ForeignMoveAt = Noon - TimeSpan.FromMinutes(4.99) };

    [Fact]
    public void Paused_takes_nothing() => new Situation { Activity = new RecentActivity { Paused = true } }.IsRefused(DecisionReason.Paused);

    [Fact]
    public void Paused_gives_all_the_same() =>
        Small(new Situation { Request = Asking(4 * GiB), Activity = new RecentActivity { Paused = true } }).IsApplied(DecisionReason.AsRequested, 4 * GiB);

    [Fact]
    public void Paused_does_not_even_yield_to_an_emergency() =>
        new Situation { Request = Of(RequestOrigin.Emergency), Host = AHost(64 * GiB, GiB), Activity = new RecentActivity { Paused = true } }
            .IsRefused(DecisionReason.Paused);

    [Fact]
    public void Cooldown_takes_nothing_from_a_guest_that_was_just_rescued() => new Situation { Entry = JustRescued }.IsRefused(DecisionReason.Cooldown);

    [Theory]
    [InlineData(RequestOrigin.Alert)]
    [InlineData(RequestOrigin.Poll)]
    [InlineData(RequestOrigin.Rescue)]
    [InlineData(RequestOrigin.Recovery)]
    public void Cooldown_takes_nothing_before_what_was_given_has_arrived(RequestOrigin origin)
    {
        // On its way from 4 to 5 GiB, and stays at 4.
        var raised = LedgerEntry.Empty with { Watch = new BalloonWatch(4 * GiB, Noon, 8 * GiB) { Move = new BalloonMove(4 * GiB, 5 * GiB, Noon - TimeSpan.FromSeconds(3)) } };
        var situation = new Situation { Entry = raised, Policy = new(GiB, 8 * GiB, 1000), Request = Shrink with { Origin = origin, EvaluatedAt = Noon } }
            .With(domain => domain with { MaximumKib = 8 * GiB });

        situation.IsRefused(DecisionReason.Cooldown);
        var emergency = situation with { Request = Shrink with { Origin = RequestOrigin.Emergency, EvaluatedAt = Noon } };
        Assert.Equal(Verdict.Applied, emergency.Decide().Verdict);
    }

    [Fact]
    public void Cooldown_ends() =>
        new Situation { Entry = JustRescued with { Cooldown = new Backoff(Noon, 0) } }.IsApplied(DecisionReason.AsRequested, Shrink.TargetKib);

    [Fact]
    public void Cooldown_gives_all_the_same() =>
        Small(new Situation { Request = Asking(4 * GiB), Entry = JustRescued }).IsApplied(DecisionReason.AsRequested, 4 * GiB);

    [Fact]
    public void Cooldown_lets_others_in_need_have_what_is_idle_and_nothing_else()
    {
        // The guest needs a GiB and shall have 384 MiB above it.
        var rescue = new Situation { Request = Of(RequestOrigin.Rescue, GiB), Entry = JustRescued }
            .With(domain => domain with { CurrentKib = (long)(1.5 * GiB), ResidentKib = (long)(1.5 * GiB) });

        rescue.IsApplied(DecisionReason.Cooldown, GiB + (384 * MiB));
        (rescue with { Request = Asking(GiB) }).IsRefused(DecisionReason.Cooldown);
    }

    [Fact]
    public void Cooldown_yields_to_an_emergency_of_the_host() =>
        new Situation { Request = Of(RequestOrigin.Emergency, GiB), Entry = JustRescued }
            .With(domain => domain with { CurrentKib = (long)(1.5 * GiB), ResidentKib = (long)(1.5 * GiB) })
            .IsApplied(DecisionReason.HardFloor, GiB + (64 * MiB));

    [Fact]
    public void Circuit_breaker_takes_from_no_more_domains_than_allowed_within_a_minute()
    {
        var many = new RecentActivity { DomainsTakenFrom = 100 };

        new Situation { Activity = many }.IsRefused(DecisionReason.CircuitBreaker);
        new Situation { Activity = many with { ThisDomainTakenFrom = true } }.IsApplied(DecisionReason.AsRequested, Shrink.TargetKib);
        new Situation { Activity = new RecentActivity { DomainsTakenFrom = 99 } }.IsApplied(DecisionReason.AsRequested, Shrink.TargetKib);
    }

    [Fact]
    public void Circuit_breaker_takes_no_more_than_a_quarter_of_the_host_within_a_minute()
    {
        new Situation { Activity = new RecentActivity { TakenKib = 16 * GiB } }.IsRefused(DecisionReason.CircuitBreaker);
        var rest = new Situation { Activity = new RecentActivity { TakenKib = (16 * GiB) - (50 * MiB) } };

        rest.IsApplied(DecisionReason.CircuitBreaker, (4 * GiB) - (50 * MiB));
    }

    [Fact]
    public void Circuit_breaker_lets_an_emergency_of_the_host_take_half_of_it_within_a_minute()
    {
        Situation Emergency(long takenKib) =>
            new() { Request = Shrink with { Origin = RequestOrigin.Emergency }, Activity = new RecentActivity { TakenKib = takenKib } };

        Emergency(16 * GiB).IsApplied(DecisionReason.AsRequested, Shrink.TargetKib);
        Emergency((32 * GiB) - (50 * MiB)).IsApplied(DecisionReason.CircuitBreaker, (4 * GiB) - (50 * MiB));
        Emergency(32 * GiB).IsRefused(DecisionReason.CircuitBreaker);
    }

    [Fact]
    public void Circuit_breaker_can_be_told_a_size()
    {
        var tight = new Situation { Limits = new Limits { BreakerKib = GiB }, Activity = new RecentActivity { TakenKib = GiB } };

        tight.IsRefused(DecisionReason.CircuitBreaker);
        Assert.True(CircuitBreaker.IsOpen(tight.Host!, tight.Activity, tight.Limits));
        Assert.False(CircuitBreaker.IsOpen(tight.Host!, RecentActivity.None, tight.Limits));
    }

    [Fact]
    public void Circuit_breaker_gives_all_the_same() =>
        Small(new Situation { Request = Asking(4 * GiB), Activity = new RecentActivity { DomainsTakenFrom = 1000, TakenKib = 64 * GiB } })
            .IsApplied(DecisionReason.AsRequested, 4 * GiB);

    [Fact]
    public void Moved_by_other_within_five_minutes_is_left_alone_both_ways()
    {
        new Situation { Entry = MovedAMomentAgo }.IsRefused(DecisionReason.MovedByOther);
        Small(new Situation { Request = Asking(4 * GiB), Entry = MovedAMomentAgo }).IsRefused(DecisionReason.MovedByOther);
        Small(new Situation { Request = Of(RequestOrigin.Rescue, 4 * GiB), Entry = MovedAMomentAgo }).IsRefused(DecisionReason.MovedByOther);
        new Situation { Entry = MovedAMomentAgo with { ForeignMoveAt = Noon - TimeSpan.FromMinutes(5) } }.IsApplied(DecisionReason.AsRequested, Shrink.TargetKib);
    }

    [Fact]
    public void Moved_by_other_is_not_hidden_by_a_milder_reason() =>
        Small(new Situation { Request = Of(RequestOrigin.Rescue, 4 * GiB), Entry = MovedAMomentAgo })
            .With(domain => domain with { StatisticsFresh = false }).IsRefused(DecisionReason.MovedByOther);

    [Fact]
    public void Uncooperative_guests_are_left_alone_for_a_while()
    {
        new Situation { Entry = Excluded }.IsRefused(DecisionReason.Uncooperative);
        Small(new Situation { Request = Asking(4 * GiB), Entry = Excluded }).IsRefused(DecisionReason.Uncooperative);
        new Situation { Entry = Excluded with { Exclusion = new Backoff(Noon, 0) } }.IsApplied(DecisionReason.AsRequested, Shrink.TargetKib);
    }

    [Theory]
    [InlineData(RequestOrigin.Rescue)]
    [InlineData(RequestOrigin.Recovery)]
    public void Uncooperative_guests_are_given_memory_by_the_exporter_itself(RequestOrigin origin) =>
        Small(new Situation { Request = Of(origin, 4 * GiB), Entry = Excluded }).IsApplied(DecisionReason.AsRequested, 4 * GiB);

    [Fact]
    public void A_guest_too_starved_to_report_is_given_memory_by_the_exporter_itself()
    {
        var silent = Small(new Situation { Request = Of(RequestOrigin.Rescue, 4 * GiB) }).With(domain => domain with { StatisticsFresh = false });

        silent.IsApplied(DecisionReason.AsRequested, 4 * GiB);
        (silent with { Request = Asking(4 * GiB) }).IsRefused(DecisionReason.StaleStatistics);
    }

    [Fact]
    public void What_the_exporter_has_seen_itself_is_not_held_back_by_a_clock_that_goes_ahead()
    {
        var entry = LedgerEntry.Empty with { LastEvaluatedAt = Noon + TimeSpan.FromSeconds(50) };

        Small(new Situation { Request = Of(RequestOrigin.Rescue, 4 * GiB), Entry = entry }).IsApplied(DecisionReason.AsRequested, 4 * GiB);
        // Nor is a plan: further ahead than anything is believed.
        Small(new Situation { Request = Asking(4 * GiB), Entry = entry }).IsApplied(DecisionReason.AsRequested, 4 * GiB);
    }

    [Fact]
    public void An_emergency_takes_the_larger_steps_also_while_enough_seems_available()
    {
        // Pressure and swapping are signs too.
        new Situation { Request = Of(RequestOrigin.Emergency, 2 * GiB) }.IsApplied(DecisionReason.StepLimit, 3 * GiB);
        new Situation { Request = Asking(2 * GiB) }.IsApplied(DecisionReason.StepLimit, (4 * GiB) - (long)(4 * GiB * 0.10));
    }

    private static BalloonRequest Of(RequestOrigin origin, long? targetKib = null) =>
        new(Uuid, targetKib ?? Shrink.TargetKib, Noon, origin, "reflex");

    private static Situation Small(Situation situation) => situation.With(domain => domain with { CurrentKib = 2 * GiB, ResidentKib = 2 * GiB });
}
