using BalloonExporter.Core.Model;
using BalloonExporter.Core.Planning;
using BalloonExporter.Core.Policy;
using CsCheck;

namespace BalloonExporter.Core.Tests.GuardRails;

/// <summary>Long random walks over everything a decision looks at. The numbers here are policy.md's, written out once more on purpose.</summary>
public sealed partial class GuardRailPropertyTests
{
    private const long MiB = 1024;
    private const long GiB = 1024 * MiB;
    private const int Walks = 200;

    private static readonly Guid[] Uuids = [.. Enumerable.Range(1, 3).Select(number => new Guid(number, 0, 0, new byte[8]))];
    private static readonly Moment Start = new(new DateTimeOffset(2026, 5, 4, 12, 0, 0, TimeSpan.Zero).UtcTicks);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(15);

    [Fact]
    public void Targets_stay_between_floor_and_maximum_and_a_shrink_above_what_the_guest_needs() => Walk(move =>
    {
        var maximum = move.Domain.MaximumKib!.Value;
        var floor = Math.Min(maximum, Math.Max(256 * MiB, maximum / 4));
        Assert.InRange(move.ToKib, Math.Min(floor, move.FromKib), maximum);
        if (!move.IsShrink)
            return;
        Assert.InRange(move.ToKib, floor, maximum);
        var hardFloor = HardFloor(move, move.Domain.SwapDebtKib);
        // Only where the hard floors do not fit, and only into swap that is there.
        if (move.IsIntoSwap)
            hardFloor = Math.Min(hardFloor, Math.Max(move.PartKib!.Value, HardFloor(move, Math.Min(move.Domain.SwapDebtKib, move.SwapKib)) - (long)(move.SwapKib * 0.8)));
        Assert.True(move.ToKib >= hardFloor, $"{move.ToKib} KiB is below the hard floor of {hardFloor} KiB");
    });

    [Fact]
    public void Targets_move_in_the_direction_asked_for_and_never_beyond_it() => Walk(move =>
    {
        if (move.IsShrink)
            Assert.InRange(move.ToKib, move.Request.TargetKib, move.FromKib);
        else
            Assert.InRange(move.ToKib, move.FromKib, move.Request.TargetKib);
    });

    [Fact]
    public void Memory_is_never_taken_on_a_sample_that_is_old_or_was_acted_on() => Walk(move =>
    {
        if (!move.IsShrink)
            return;
        var sampledAt = move.Domain.WorkingSet!.SampledAt;
        Assert.True(move.At - sampledAt <= TimeSpan.FromSeconds((3 * 2) + 1), "stale");
        Assert.All(move.Before.Where(earlier => earlier.IsShrink), earlier => Assert.True(sampledAt > earlier.At, "acted on"));
    });

    [Fact]
    public void Only_running_managed_domains_without_a_job_and_out_of_grace_are_moved() => Walk(move =>
    {
        Assert.Equal(DomainState.Running, move.Domain.State);
        Assert.False(move.Domain.JobActive);
        Assert.True(move.Domain.MonitorAnswered);
        Assert.True(move.At - move.Domain.Facts.RunningSince >= TimeSpan.FromSeconds(120));
        Assert.Equal(BalloonCapability.Manageable, move.Domain.Facts.Balloon);
        Assert.NotNull(move.Domain.Guest);
    });

    [Fact]
    public void An_opted_out_domain_is_never_shrunk_and_one_started_so_gets_no_command() => Walk(move =>
    {
        var (own, next) = (move.Domain.Facts.Policy, move.Domain.Facts.NextPolicy);
        Assert.Null(own?.Problem ?? next?.Problem);
        Assert.NotEqual(false, move.Domain.Facts.StartedEnabled);
        if (own?.Enabled == false || next?.Enabled == false)
            Assert.False(move.IsShrink);
    });

    [Fact]
    public void Grants_of_fifteen_seconds_leave_the_host_its_reserve() => Walk(move =>
    {
        if (move.IsShrink)
            return;
        var grantedKib = move.OfAll.Where(earlier => earlier.At > move.At - Window).Sum(earlier => Math.Max(0, earlier.ToKib - earlier.FromKib));
        var givenKib = grantedKib + (move.ToKib - move.FromKib);
        var host = move.Host;
        Assert.True(host.PhysicalAvailableKib - givenKib >= LevelsAsPromised.PhysicalReserveKib(host), "the host's reserve");
        if (host.BudgetKib is { } budget)
            Assert.True(budget - host.DomainsResidentKib - givenKib >= LevelsAsPromised.ReserveKib(host), "the budget");
    });

    [Fact]
    public void A_step_goes_no_further_than_the_step_limit_whatever_of_its_way_is_resident() => Walk(move =>
    {
        if (!move.IsShrink)
            return;
        var maximum = move.Domain.MaximumKib!.Value;
        var isShort = LevelsAsPromised.IsRed(move.Host);
        var limit = Math.Max(64 * MiB, (long)(maximum * (isShort ? 0.25 : 0.10)));
        // Where the host is short what is not resident may be passed, and what the guest does not use is all that may be.
        var certain = Math.Max(0, Math.Min(move.FromKib, move.Domain.ResidentKib!.Value) - move.ToKib);
        var spare = Math.Max(0, move.Domain.ResidentKib.Value - move.Domain.WorkingSet!.Kib);
        var taken = isShort ? Math.Min(move.FromKib - move.ToKib, Math.Max(certain, spare)) : move.FromKib - move.ToKib;
        Assert.True(taken <= limit, $"{taken} KiB of {maximum} KiB may be taken");
    });

    [Fact]
    public void A_step_takes_at_most_three_fifths_of_the_usable_memory() => Walk(move =>
    {
        if (!move.IsShrink)
            return;
        var lowest = move.FromKib - (long)(move.Domain.Guest!.UsableKib!.Value * 0.6);
        // But for what goes into swap, once what is usable is gone.
        if (!move.IsIntoSwap || lowest > HardFloor(move, move.Domain.SwapDebtKib))
            Assert.True(move.ToKib >= lowest);
    });

    [Fact]
    public void Moves_smaller_than_the_dead_band_are_not_made() => Walk(move =>
        Assert.True(Math.Abs(move.ToKib - move.FromKib) >= (OptOut.MayHaveMemoryBack(move.Domain, new Limits())
            ? LevelsAsPromised.Kib(PlannerConstants.Shipped.DeadbandBytes)
            : LevelsAsPromised.DeadBandKib(move.Host, urgentKib: 0, move.Domain.MaximumKib!.Value))));

    [Fact]
    public void Recommendations_are_carried_out_once_in_order_and_within_a_minute() => Walk(move =>
    {
        Assert.InRange(move.At - move.Request.EvaluatedAt, TimeSpan.FromSeconds(-5), TimeSpan.FromSeconds(60));
        // Nothing is withheld because of a clock that went ahead.
        Assert.All(move.Before, earlier => Assert.True(
            move.Request.EvaluatedAt > earlier.Request.EvaluatedAt || (!move.IsShrink && earlier.Request.EvaluatedAt > move.At)));
    });

    [Fact]
    public void A_refusal_names_its_reason_and_a_move_is_consistent() => GenStep.Array[40].Sample(
        steps =>
        {
            foreach (var (decision, _) in Decisions(steps, _ => { }))
            {
                Assert.Equal(decision.HasTarget, decision.Verdict == Verdict.Applied);
                if (decision.HasTarget)
                {
                    Assert.Equal(decision.ClippedBy.Count == 0 ? DecisionReason.AsRequested : decision.ClippedBy[^1], decision.Reason);
                    Assert.Equal(decision.ClippedBy.Distinct(), decision.ClippedBy);
                    Assert.True(decision.ResidentTakenKib >= 0);
                }
                else
                {
                    Assert.Equal(Verdict.Refused, decision.Verdict);
                    Assert.NotEqual(DecisionReason.AsRequested, decision.Reason);
                    Assert.Empty(decision.ClippedBy);
                }
            }
        },
        iter: Walks);

    // A property over moves says nothing if hardly anything moves.
    [Fact]
    public void The_walks_move_a_lot_in_both_directions_and_meet_every_guard_rail()
    {
        var (shrinks, grants, givenBack, reasons) = (0, 0, 0, new HashSet<DecisionReason>());
        GenStep.Array[60].Sample(
            steps =>
            {
                foreach (var (decision, step) in Decisions(steps, move => _ = move.IsShrink ? shrinks++ : grants++))
                {
                    reasons.Add(decision.Reason);
                    givenBack += decision.HasTarget && step.Look.Defect == Defect.OptedOut ? 1 : 0;
                }
            },
            iter: Walks,
            threads: 1);

        Assert.InRange(shrinks, 500, int.MaxValue);
        Assert.InRange(grants, 500, int.MaxValue);
        Assert.Superset(
            new HashSet<DecisionReason>
            {
                DecisionReason.AsRequested, DecisionReason.HardFloor, DecisionReason.StepLimit, DecisionReason.UsableShare, DecisionReason.HostRoom,
                DecisionReason.Superseded, DecisionReason.Duplicate, DecisionReason.StaleRecommendation, DecisionReason.FutureRecommendation,
                DecisionReason.BelowFloor, DecisionReason.AboveMaximum, DecisionReason.NotRunning, DecisionReason.JobActive, DecisionReason.JobUnknown,
                DecisionReason.Lxc, DecisionReason.NoDriver, DecisionReason.Grace, DecisionReason.FactsUnknown, DecisionReason.MonitorBusy,
                DecisionReason.StaleStatistics, DecisionReason.WorkingSetUnknown, DecisionReason.SampleActedOn, DecisionReason.MemoryUnknown,
                DecisionReason.DeadBand, DecisionReason.OptedOut, DecisionReason.PolicyInvalid,
            },
            reasons);
        Assert.InRange(givenBack, 10, int.MaxValue);
    }

    private static long HardFloor(Move move, long debtKib)
    {
        var (maximum, need) = (move.Domain.MaximumKib!.Value, move.Domain.WorkingSet!.Kib);
        var plan = PlannerConstants.Shipped;
        var marginKib = Math.Max(LevelsAsPromised.Kib(plan.FloorMarginBytes), (long)(need * plan.FloorMarginRatio));
        return Math.Min(maximum, need + Math.Min(debtKib, (long)(maximum * plan.SurgeCapRatio)) + marginKib);
    }
}
