using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Planning;
using BalloonExporter.Core.Policy;
using static BalloonExporter.Core.Tests.GuardRails.Situation;

namespace BalloonExporter.Core.Tests.GuardRails;

public sealed partial class CarriedOutTests
{
    [Fact]
    public void As_requested_when_no_guard_rail_objects_to_a_shrink()
    {
        var decision = new Situation().IsApplied(DecisionReason.AsRequested, 4 * GiB - (100 * MiB));

        Assert.Empty(decision.ClippedBy);
        Assert.Equal(100 * MiB, decision.ResidentTakenKib);
    }

    [Fact]
    public void As_requested_when_no_guard_rail_objects_to_a_grant()
    {
        var decision = (new Situation { Request = Asking(4 * GiB) }).With(domain => domain with { CurrentKib = 2 * GiB })
            .IsApplied(DecisionReason.AsRequested, 4 * GiB);

        Assert.Empty(decision.ClippedBy);
        Assert.Equal(0, decision.ResidentTakenKib);
    }

    [Fact]
    public void A_grant_is_made_in_one_step_however_large()
    {
        var situation = new Situation { Request = Asking(4 * GiB) }.With(domain => domain with { CurrentKib = GiB, ResidentKib = GiB });

        situation.IsApplied(DecisionReason.AsRequested, 4 * GiB);
    }

    [Fact]
    public void A_grant_needs_neither_a_working_set_nor_a_resident_size()
    {
        var situation = new Situation { Request = Asking(4 * GiB) }
            .With(domain => domain with { CurrentKib = GiB, ResidentKib = null, WorkingSet = null });

        situation.IsApplied(DecisionReason.AsRequested, 4 * GiB);
    }

    [Fact]
    public void Hard_floor_raises_a_target_to_what_the_guest_needs_now()
    {
        // 3.8 GiB are needed, and five percent above them.
        var workingSetKib = (long)(3.6 * GiB);
        var situation = new Situation { Request = Asking(3 * GiB) }.With(domain => domain with
        {
            WorkingSet = domain.WorkingSet! with { Kib = workingSetKib },
        });

        var decision = situation.IsApplied(DecisionReason.HardFloor, workingSetKib + (long)(workingSetKib * 0.05));

        Assert.Equal([DecisionReason.HardFloor], decision.ClippedBy);
    }

    [Fact]
    public void Hard_floor_counts_what_the_guest_swapped_out()
    {
        var situation = new Situation { Request = Asking(3 * GiB) }.With(domain => domain with
        {
            WorkingSet = domain.WorkingSet! with { Kib = 2 * GiB },
            SwapDebtKib = GiB + (700 * MiB),
        });

        situation.IsApplied(DecisionReason.HardFloor, (2 * GiB) + GiB + (700 * MiB) + (long)(2 * GiB * 0.05));
    }

    [Fact]
    public void Hard_floor_counts_at_most_half_the_maximum_as_swapped_out()
    {
        var situation = new Situation { Request = Asking(3 * GiB) }.With(domain => domain with
        {
            WorkingSet = domain.WorkingSet! with { Kib = 1800 * MiB },
            SwapDebtKib = 100 * GiB,
        });

        situation.IsApplied(DecisionReason.HardFloor, (1800 * MiB) + (2 * GiB) + (long)(1800 * MiB * 0.05));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.45)]
    public void Hard_floor_counts_a_surge_up_to_the_share_that_the_limits_say(double share)
    {
        var situation = new Situation { Request = Asking(2 * GiB), Limits = new Limits { Planner = new PlannerConstants { SurgeCapRatio = share } } }.With(domain => domain with
        {
            WorkingSet = domain.WorkingSet! with { Kib = 1800 * MiB, RisePerSecondKib = GiB },
        });

        situation.IsApplied(DecisionReason.HardFloor, (1800 * MiB) + (long)(4 * GiB * share) + (long)(1800 * MiB * 0.05));
    }

    [Fact]
    public void Hard_floor_above_the_current_value_refuses_a_shrink_instead_of_growing()
    {
        var situation = new Situation { Request = Asking(GiB + (GiB / 2)) }.With(domain => domain with
        {
            CurrentKib = 2 * GiB,
            ResidentKib = 2 * GiB,
            WorkingSet = domain.WorkingSet! with { Kib = 3 * GiB },
        });

        situation.IsRefused(DecisionReason.HardFloor);
    }

    // 2.6 GiB to live, 3 GiB held; the host has less than all its guests need to live, and this guest's part is given.
    [Theory]
    [InlineData(GiB, 2.2, 2.2)]
    // No more than four fifths of its swap are counted on.
    [InlineData(GiB, 1.2, 2.625 - 0.8)]
    [InlineData(8 * GiB, 1.2, 1.2)]
    // Never below its floor, never above what it needs to live.
    [InlineData(8 * GiB, 0.5, 1.0)]
    [InlineData(GiB, 2.9, 2.625)]
    // Who has no swap would have to kill.
    [InlineData(0, 2.2, 2.625)]
    public void Where_hard_floors_do_not_fit_a_guest_with_swap_is_taken_down_to_its_part(long swapKib, double partGib, double toGib)
    {
        var situation = OfTwoAndAHalf(swapKib) with { Activity = RecentActivity.None with { SplitKib = (long)(partGib * GiB) } };

        var decision = situation.Decide();

        Assert.Equal(Verdict.Applied, decision.Verdict);
        Assert.InRange(decision.ToKib!.Value, (toGib * GiB) - 2, (toGib * GiB) + 2);
    }

    [Fact]
    public void What_is_usable_goes_before_anything_is_swapped()
    {
        var situation = OfTwoAndAHalf(8 * GiB).With(domain => domain with
        {
            CurrentKib = 4 * GiB,
            ResidentKib = 4 * GiB,
            Guest = domain.Guest! with { UsableKib = (long)(1.5 * GiB) },
        }) with
        { Activity = RecentActivity.None with { SplitKib = GiB } };

        situation.IsApplied(DecisionReason.UsableShare, (4 * GiB) - (long)(0.9 * GiB));
    }

    [Fact]
    public void Swap_beyond_what_the_policy_names_counts_in_full_where_all_hard_floors_fit() =>
        OfTwoAndAHalf(128 * MiB).With(domain => domain with { CurrentKib = 4 * GiB, ResidentKib = 4 * GiB, SwapDebtKib = GiB })
            .IsApplied(DecisionReason.HardFloor, (long)(3.5 * GiB) + (128 * MiB));

    [Fact]
    public void Where_not_all_guests_can_live_no_more_counts_as_swapped_than_its_swap_holds() =>
        (OfTwoAndAHalf(256 * MiB).With(domain => domain with { SwapDebtKib = GiB }) with { Activity = RecentActivity.None with { SplitKib = GiB } })
            .IsApplied(DecisionReason.HardFloor, (long)(2.5 * GiB) + (128 * MiB) + (256 * MiB) - (long)(256 * MiB * 0.8));

    [Fact]
    public void Where_all_guests_can_live_swap_counts_for_nothing() =>
        OfTwoAndAHalf(8 * GiB).IsApplied(DecisionReason.HardFloor, (long)(2.5 * GiB) + (128 * MiB));

    [Fact]
    public void Hard_floor_is_at_least_the_smallest_floor_there_is()
    {
        var situation = new Situation { Request = Asking(100 * MiB), Policy = new EffectivePolicy(0, 512 * MiB, 1000) }.With(domain => domain with
        {
            CurrentKib = 300 * MiB,
            MaximumKib = 512 * MiB,
            ResidentKib = 300 * MiB,
            WorkingSet = domain.WorkingSet! with { Kib = MiB },
        });

        situation.IsApplied(DecisionReason.HardFloor, 256 * MiB);
    }

    [Fact]
    public void Usable_share_leaves_a_guest_two_fifths_of_its_usable_memory()
    {
        var situation = new Situation { Request = Asking(3 * GiB + (700 * MiB)) }.With(domain => domain with
        {
            Guest = domain.Guest! with { UsableKib = 400 * MiB },
        });

        var decision = situation.IsApplied(DecisionReason.UsableShare, (4 * GiB) - (240 * MiB));

        Assert.Equal([DecisionReason.UsableShare], decision.ClippedBy);
    }

    [Fact]
    public void Every_guard_rail_that_clipped_is_told_in_order()
    {
        var situation = new Situation { Request = Asking(GiB) }.With(domain => domain with
        {
            WorkingSet = domain.WorkingSet! with { Kib = 2 * GiB },
            Guest = domain.Guest! with { UsableKib = 400 * MiB },
        });

        var decision = situation.IsApplied(DecisionReason.UsableShare, (4 * GiB) - (240 * MiB));

        Assert.Equal([DecisionReason.HardFloor, DecisionReason.StepLimit, DecisionReason.UsableShare], decision.ClippedBy);
    }

    [Fact]
    public void Host_room_lowers_a_grant_to_what_the_host_has_above_its_reserve()
    {
        // Two percent of 64 GiB are more than one GiB.
        var reserveKib = (long)(64 * GiB * 0.02);
        var situation = new Situation { Request = Asking(4 * GiB), Host = AHost(64 * GiB, reserveKib + (512 * MiB)) }
            .With(domain => domain with { CurrentKib = 2 * GiB });

        var decision = situation.IsApplied(DecisionReason.HostRoom, (2 * GiB) + (512 * MiB));

        Assert.Equal([DecisionReason.HostRoom], decision.ClippedBy);
    }

    [Fact]
    public void Host_room_already_granted_is_not_granted_again()
    {
        var situation = new Situation
        {
            Request = Asking(4 * GiB),
            Host = AHost(16 * GiB, GiB + GiB),
            Activity = new RecentActivity { GrantedKib = 512 * MiB },
        }.With(domain => domain with { CurrentKib = 2 * GiB });

        situation.IsApplied(DecisionReason.HostRoom, (2 * GiB) + (512 * MiB));
    }

    [Fact]
    public void Host_room_used_up_refuses()
    {
        var situation = new Situation { Request = Asking(4 * GiB), Host = AHost(16 * GiB, GiB) }.With(domain => domain with { CurrentKib = 2 * GiB });

        situation.IsRefused(DecisionReason.HostRoom);
    }

    [Fact]
    public void Ceiling_lowers_a_grant()
    {
        var situation = new Situation { Request = Asking(4 * GiB), Policy = new EffectivePolicy(GiB, 3 * GiB, 1000) }
            .With(domain => domain with { CurrentKib = 2 * GiB });

        var decision = situation.IsApplied(DecisionReason.Ceiling, 3 * GiB);

        Assert.Equal([DecisionReason.Ceiling], decision.ClippedBy);
    }

    [Fact]
    public void Ceiling_below_the_current_value_refuses_a_grant_instead_of_shrinking()
    {
        var situation = new Situation { Request = Asking(4 * GiB), Policy = new EffectivePolicy(GiB, 2 * GiB, 1000) }
            .With(domain => domain with { CurrentKib = 3 * GiB });

        situation.IsRefused(DecisionReason.Ceiling);
    }

    // Occupies little of what it has, and uses most of that.
    private static Situation Sparse(RequestOrigin origin) =>
        new Situation { Request = Asking(300 * MiB) with { Origin = origin }, Policy = new EffectivePolicy(256 * MiB, 4 * GiB, 1000) }.With(domain => domain with
        {
            ResidentKib = (long)(1.5 * GiB),
            WorkingSet = domain.WorkingSet! with { Kib = 600 * MiB },
            Guest = domain.Guest! with { UsableKib = 6 * GiB },
        });
}
