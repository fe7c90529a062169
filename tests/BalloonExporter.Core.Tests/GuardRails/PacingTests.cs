using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using static BalloonExporter.Core.Tests.GuardRails.Situation;

namespace BalloonExporter.Core.Tests.GuardRails;

/// <summary>Ten minutes between what is given and what a plan takes, and between what is taken and what recovery gives back.</summary>
public sealed class PacingTests
{
    private static readonly TimeSpan Recently = TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1);

    private readonly Situation _given = new() { Entry = LedgerEntry.Empty with { LastGrantAt = Noon - Recently } };

    // Uses 1 of its 2 GiB.
    private readonly Situation _taken = new Situation
    {
        Entry = LedgerEntry.Empty with { LastShrinkAt = Noon - Recently },
        Request = Asking(4 * GiB, Noon),
    }.With(domain => domain with { CurrentKib = 2 * GiB, ResidentKib = 2 * GiB });

    [Theory]
    [InlineData(RequestOrigin.Alert)]
    [InlineData(RequestOrigin.Poll)]
    public void Cooldown_takes_nothing_for_a_plan_from_a_guest_that_was_given_memory_within_ten_minutes(RequestOrigin origin)
    {
        var asked = _given with { Request = _given.Request with { Origin = origin } };

        asked.IsRefused(DecisionReason.Cooldown);
        (asked with { Limits = new Limits { PacingTime = TimeSpan.Zero } }).IsApplied(DecisionReason.AsRequested, asked.Request.TargetKib);
        (asked with { Entry = LedgerEntry.Empty with { LastGrantAt = Noon - TimeSpan.FromMinutes(10) } }).IsApplied(DecisionReason.AsRequested, asked.Request.TargetKib);
    }

    [Theory]
    [InlineData(RequestOrigin.Emergency)]
    [InlineData(RequestOrigin.Rescue)]
    public void An_emergency_and_the_need_of_another_guest_are_not_bound(RequestOrigin origin) =>
        (_given with { Request = _given.Request with { Origin = origin } }).IsApplied(DecisionReason.AsRequested, _given.Request.TargetKib);

    [Theory]
    [InlineData(ReflexCause.NoHeartbeat)]
    [InlineData(ReflexCause.Silent)]
    public void Cooldown_lets_recovery_give_nothing_back_within_ten_minutes_of_a_take(ReflexCause cause)
    {
        var recovery = Of(RequestOrigin.Recovery, cause);

        recovery.IsRefused(DecisionReason.Cooldown);
        (recovery with { Limits = new Limits { PacingTime = TimeSpan.Zero } }).IsApplied(DecisionReason.AsRequested, 4 * GiB);
        (recovery with { Entry = LedgerEntry.Empty with { LastShrinkAt = Noon - TimeSpan.FromMinutes(10) } }).IsApplied(DecisionReason.AsRequested, 4 * GiB);
    }

    [Theory]
    [InlineData(RequestOrigin.Alert, null)]
    [InlineData(RequestOrigin.Poll, null)]
    [InlineData(RequestOrigin.Rescue, ReflexCause.Demand)]
    [InlineData(RequestOrigin.Rescue, ReflexCause.Silent)]
    [InlineData(RequestOrigin.Recovery, ReflexCause.OptedOut)]
    [InlineData(RequestOrigin.Recovery, ReflexCause.Stalled)]
    public void Growth_rescues_opt_outs_and_stalled_balloons_are_not_bound(RequestOrigin origin, ReflexCause? cause) =>
        Of(origin, cause).IsApplied(DecisionReason.AsRequested, 4 * GiB);

    [Fact]
    public void A_take_that_is_called_off_gives_nothing()
    {
        var ledger = new MovementLedger();
        ledger.Record(Asking(2 * GiB), new Decision { Verdict = Verdict.Applied, Reason = DecisionReason.AsRequested, FromKib = GiB, ToKib = 2 * GiB }, ADomain(), Noon, new Limits());
        Assert.Null(ledger.Of(Uuid).LastGrantAt);

        ledger.Record(Asking(2 * GiB), new Decision { Verdict = Verdict.Applied, Reason = DecisionReason.AsRequested, FromKib = GiB, ToKib = 2 * GiB, GrantedKib = 1 }, ADomain(), Noon, new Limits());
        Assert.Equal(Noon + TimeSpan.FromMinutes(10), ledger.Of(Uuid).ShrinkBlockedUntil(new Limits()));
    }

    [Theory]
    [InlineData(1.3, null, false)]
    [InlineData(1.5, null, true)]
    [InlineData(1.5, ReflexCause.Demand, false)]
    public void What_a_need_asked_for_is_no_reason_to_keep_it(double toGib, ReflexCause? rescue, bool keeps)
    {
        // Its demand is 1.375 GiB.
        var ledger = new MovementLedger();
        var request = Asking((long)(toGib * GiB)) with { Origin = rescue is null ? RequestOrigin.Alert : RequestOrigin.Rescue, Cause = rescue };
        ledger.Record(request, new Decision { Verdict = Verdict.Applied, Reason = DecisionReason.AsRequested, FromKib = GiB, ToKib = request.TargetKib, GrantedKib = MiB }, ADomain(), Noon, new Limits());

        Assert.Equal(keeps, ledger.Of(Uuid).LastGrantAt == Noon);
    }

    [Fact]
    public void The_longer_of_cooldown_and_pacing_counts()
    {
        var entry = LedgerEntry.Empty with { LastGrantAt = Noon, Cooldown = new Backoff(Noon + TimeSpan.FromMinutes(2), 0) };

        Assert.Equal(Noon + TimeSpan.FromMinutes(10), entry.ShrinkBlockedUntil(new Limits()));
        Assert.Equal(Noon + TimeSpan.FromMinutes(2), (entry with { LastGrantAt = null }).ShrinkBlockedUntil(new Limits()));
        Assert.Equal(Noon + TimeSpan.FromMinutes(30), (entry with { Cooldown = new Backoff(Noon + TimeSpan.FromMinutes(30), 3) }).ShrinkBlockedUntil(new Limits()));
        Assert.Null(LedgerEntry.Empty.ShrinkBlockedUntil(new Limits()));
    }

    private Situation Of(RequestOrigin origin, ReflexCause? cause) => _taken with { Request = _taken.Request with { Origin = origin, Cause = cause } };
}
