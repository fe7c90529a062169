using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Needs;
using BalloonExporter.Core.Policy;
using static BalloonExporter.Core.Tests.GuardRails.Situation;

namespace BalloonExporter.Core.Tests.GuardRails.Scenarios;

/// <summary>Takes into undeclared swap: each limit once on and once off.</summary>
public sealed class SwapScenarios
{
    private static readonly FoundSwap Swapping = FoundSwap.Unknown with { Exists = true };

    // Uses 2.5 of its 3 GiB, on a host where all are to have 1 GiB.
    private readonly Situation _squeezed = new Situation
    {
        Request = Asking(GiB) with { Origin = RequestOrigin.Emergency },
        Policy = new EffectivePolicy(GiB, 16 * GiB, 1000),
        Activity = RecentActivity.None with { SplitKib = GiB },
    }.With(domain => domain with
    {
        MaximumKib = 16 * GiB,
        CurrentKib = 3 * GiB,
        ResidentKib = 3 * GiB,
        WorkingSet = domain.WorkingSet! with { Kib = (long)(2.5 * GiB) },
    });

    private const long HardFloorKib = (long)(2.5 * GiB * 1.05);

    [Fact]
    public void The_first_take_into_unknown_swap_is_small_only_with_the_probe_step()
    {
        var decision = _squeezed.IsApplied(DecisionReason.HardFloor, (long)(2.5 * GiB) - (64 * MiB));

        Assert.True(decision.IntoSwap);
        (_squeezed with { Limits = new Limits { SwapProbeKib = GiB } }).IsApplied(DecisionReason.HardFloor, (long)(1.5 * GiB));
    }

    [Fact]
    public void Into_swap_that_was_found_it_goes_by_five_percent_of_the_maximum_only_with_the_step()
    {
        var situation = With(Swapping);

        situation.IsApplied(DecisionReason.HardFloor, (long)(2.5 * GiB) - (long)(16 * GiB * 0.05));
        (situation with { Limits = new Limits { SwapStepShare = 0.08 } }).IsApplied(DecisionReason.HardFloor, (long)(2.5 * GiB) - (long)(16 * GiB * 0.08));
    }

    [Fact]
    public void No_more_than_a_fifth_of_the_maximum_goes_into_swap_only_with_the_share()
    {
        var situation = With(Swapping with { OwedKib = (long)(16 * GiB * 0.20) - (10 * MiB) });

        situation.IsApplied(DecisionReason.HardFloor, (long)(2.5 * GiB) - (10 * MiB));
        (situation with { Limits = new Limits { FoundSwapShare = 1 } }).IsApplied(DecisionReason.HardFloor, (long)(2.5 * GiB) - (long)(16 * GiB * 0.05));
    }

    [Fact]
    public void A_take_into_swap_waits_until_the_last_one_has_shown() =>
        With(Swapping with { Probe = new SwapProbe(Noon, 2 * GiB, 0) }).IsApplied(DecisionReason.HardFloor, HardFloorKib);

    [Fact]
    public void Nothing_is_taken_into_swap_that_led_nowhere()
    {
        var full = Swapping with { Full = new SwapFull(Noon + TimeSpan.FromMinutes(1), 0, 0) };

        With(full).IsApplied(DecisionReason.HardFloor, HardFloorKib);
        With(full with { Full = full.Full with { Until = Noon } }).IsApplied(DecisionReason.HardFloor, (long)(2.5 * GiB) - (long)(16 * GiB * 0.05));
    }

    [Theory]
    [InlineData(RequestOrigin.Alert)]
    [InlineData(RequestOrigin.Rescue)]
    public void Only_an_emergency_takes_into_unknown_swap(RequestOrigin origin)
    {
        var decision = (_squeezed with { Request = Asking(GiB) with { Origin = origin } }).Decide();

        Assert.False(decision.IntoSwap);
        Assert.True(decision.ToKib is null || decision.ToKib >= HardFloorKib);
    }

    [Fact]
    public void Where_all_hard_floors_fit_nothing_goes_into_swap() =>
        (_squeezed with { Activity = RecentActivity.None }).IsApplied(DecisionReason.HardFloor, HardFloorKib);

    [Fact]
    public void A_guest_that_was_told_to_have_no_swap_keeps_what_it_needs() =>
        (_squeezed with { Policy = new EffectivePolicy(GiB, 16 * GiB, 1000) { SwapKib = 0 } }).IsApplied(DecisionReason.HardFloor, HardFloorKib);

    [Fact]
    public void A_guest_that_grows_is_not_asked_for_swap() =>
        Assert.False(_squeezed.With(domain => domain with { WorkingSet = domain.WorkingSet! with { RisePerSecondKib = MiB } }).Decide().IntoSwap);

    [Fact]
    public void A_guest_that_does_not_report_its_swap_is_not_asked_for_it() =>
        _squeezed.With(domain => domain with { Guest = domain.Guest! with { SwapOutKib = null } }).IsApplied(DecisionReason.HardFloor, HardFloorKib);

    private Situation With(FoundSwap swap) => _squeezed with { Entry = LedgerEntry.Empty with { Swap = swap } };
}
