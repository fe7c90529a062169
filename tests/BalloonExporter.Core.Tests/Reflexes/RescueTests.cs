using BalloonExporter.Core.Model;
using static BalloonExporter.Core.Tests.GuardRails.Situation;
using static BalloonExporter.Core.Tests.Reflexes.Seen;

namespace BalloonExporter.Core.Tests.Reflexes;

public sealed partial class RescueTests
{
    private readonly Seen _seen = new();

    [Fact]
    public void A_guest_with_room_to_breathe_is_left_as_it_is() => Assert.Empty(_seen.Rescues(Domain(1, 3 * GiB, 2 * GiB)));

    [Fact]
    public void A_guest_that_needs_more_than_it_has_is_given_all_of_its_demand_in_one_step()
    {
        var request = Assert.Single(_seen.Rescues(Domain(1, 2 * GiB, GiB) with { SwapDebtKib = GiB }));

        // What it swapped out counts as needed, and 384 MiB to breathe.
        Assert.Equal((RequestOrigin.Rescue, RescueTrigger.Demand, Uuid(1)), (request.Origin, request.Trigger, request.Uuid));
        Assert.Equal((2 * GiB) + (384 * MiB), request.TargetKib);
        Assert.Equal((ReflexCause.Demand, ""), (request.Cause, request.Fingerprint));
    }

    [Fact]
    public void A_plan_that_leaves_little_room_to_breathe_is_not_undone() => Assert.Empty(_seen.Rescues(Domain(1, 2 * GiB, 2 * GiB - (300 * MiB))));

    [Fact]
    public void Growth_that_is_under_way_counts_before_it_hurts()
    {
        var domain = Domain(1, 2 * GiB, GiB);
        domain = domain with { WorkingSet = domain.WorkingSet! with { RisePerSecondKib = 100 * MiB } };

        var request = Assert.Single(_seen.Rescues(domain));

        Assert.Equal(GiB + (384 * MiB) + (20 * 100 * MiB), request.TargetKib);
    }

    [Fact]
    public void A_guest_that_swaps_out_is_given_a_twentieth_of_its_maximum_at_least()
    {
        var domain = Swapping(usableShare: 0.29);

        var request = Assert.Single(_seen.Rescues(domain));

        Assert.Equal(RescueTrigger.SwapOut, request.Trigger);
        Assert.Equal((3 * GiB) + (long)(4 * GiB * 0.05), request.TargetKib);
    }

    [Theory]
    [InlineData(0.31)]
    [InlineData(0.50)]
    [InlineData(0.90)]
    public void A_guest_that_swaps_with_memory_to_use_is_not_rescued_for_it_and_owes_nothing(double usableShare)
    {
        var domain = Swapping(usableShare) with { SwapDebtKib = GiB, RecentLeastUsableShare = usableShare };

        Assert.Empty(_seen.Rescues(domain));
        Assert.Equal(Assert.Single(_seen.Look(domain with { SwapDebtKib = 0 }).Domains).Demand, Assert.Single(_seen.Look(domain).Domains).Demand);
        Assert.NotEmpty(_seen.Rescues(domain with { RecentLeastUsableShare = 0.29, SwapDebtKib = 2 * GiB }));
    }

    [Theory]
    [InlineData(0, 200, true)]
    [InlineData(100, 200, true)]
    [InlineData(1000, 900, false)]
    [InlineData(null, 200, false)]
    [InlineData(0, null, false)]
    public void A_swapping_guest_is_believed_no_more_usable_memory_than_it_has_free_and_in_caches(int? unusedMib, int? cachesMib, bool isRescued)
    {
        var domain = Swapping(usableShare: 0.6);
        domain = domain with { Guest = domain.Guest! with { UnusedKib = unusedMib * MiB, DiskCachesKib = cachesMib * MiB } };

        Assert.Equal(isRescued, _seen.Rescues(domain).Any());
    }

    [Theory]
    [InlineData(0.20, false)]
    [InlineData(0.19, true)]
    [InlineData(0.04, true)]
    public void A_guest_that_swaps_on_is_rescued_again_when_it_has_used_up_what_it_was_given(double usableShare, bool isRescued)
    {
        // It had 3 % usable and was given 1 GiB, now a third of all: half of that and the 3 % are just under a fifth.
        var domain = Swapping(usableShare: 0.033);
        Rescued(domain);

        Assert.Equal(isRescued, _seen.Rescues(Later(Swapping(usableShare), mibPerSecond: 5)).Any());
    }

    [Fact]
    public void A_time_without_swapping_is_no_part_of_its_rate()
    {
        var domain = Swapping(0.2) with
        {
            RecentSwapOut = [(Noon - TimeSpan.FromSeconds(10), 100 * MiB), (Noon - TimeSpan.FromSeconds(2), 100 * MiB), (Noon, 120 * MiB)],
        };

        Assert.Equal(10 * MiB, domain.SwapOutKibPerSecond(Moment.MinValue));
    }

    [Fact]
    public void A_second_rescue_for_swapping_that_the_first_left_as_it_was_is_none()
    {
        var first = Swapping(usableShare: 0.2) with { Guest = Swapping(0.2).Guest! with { UsableKib = 100 * MiB } };
        Rescued(first);
        first = Swapping(usableShare: 0.25);

        Assert.Empty(_seen.Rescues(Later(first, mibPerSecond: 5)));
        Assert.Equal(RescueTrigger.SwapOut, Assert.Single(_seen.Rescues(Later(first, mibPerSecond: 3))).Trigger);
        // It has next to nothing left: what it was given was used up.
        var worse = Later(first, mibPerSecond: 5);
        Assert.Equal(RescueTrigger.SwapOut, Assert.Single(_seen.Rescues(worse with { Guest = worse.Guest! with { UsableKib = 10 * MiB } })).Trigger);
    }

    [Theory]
    [InlineData(40, null, 5, false)]
    [InlineData(40, null, 3, true)]
    [InlineData(40, 600, 5, false)]
    [InlineData(40, 60, 5, true)]
    [InlineData(null, null, 5, false)]
    [InlineData(null, null, 3, true)]
    [InlineData(null, 60, 5, false)]
    public void A_guest_that_does_not_report_what_is_usable_is_judged_by_what_is_free_and_else_by_its_rate(int? freeMib, int? freeLaterMib, int mibPerSecond, bool isRescuedAgain)
    {
        var first = Reporting(freeMib);
        Assert.NotEmpty(_seen.Rescues(first));
        Rescued(first);

        Assert.Equal(isRescuedAgain, _seen.Rescues(Later(Reporting(freeLaterMib), mibPerSecond)).Any());

        static DomainMemory Reporting(int? unusedMib) => Swapping(0.2) with
        {
            WorkingSet = null,
            Guest = Swapping(0.2).Guest! with { UsableKib = null, UnusedKib = unusedMib * MiB },
        };
    }

    [Fact]
    public void A_guest_that_swaps_with_free_memory_is_not_rescued_even_without_a_report_of_usable_memory()
    {
        var domain = Swapping(0.2) with { WorkingSet = null };

        Assert.Empty(_seen.Rescues(domain with { Guest = domain.Guest! with { UsableKib = null, UnusedKib = GiB } }));
    }

    private static DomainMemory Later(DomainMemory domain, long mibPerSecond) => domain with
    {
        RecentSwapOut = [(Noon - TimeSpan.FromSeconds(2), 200 * MiB), (Noon, (200 + (2 * mibPerSecond)) * MiB)],
    };

    // From 2 to 3 GiB, when it swapped 5 MiB a second.
    private void Rescued(DomainMemory domain)
    {
        var before = domain with
        {
            CurrentKib = 2 * GiB,
            RecentSwapOut = [(Noon - TimeSpan.FromSeconds(6), 100 * MiB), (Noon - TimeSpan.FromSeconds(4), 110 * MiB)],
        };
        var decision = new Decision { Verdict = Verdict.Applied, Reason = DecisionReason.AsRequested, FromKib = 2 * GiB, ToKib = 3 * GiB };
        _seen.Ledger.Record(
            Asking(3 * GiB) with { Uuid = domain.Uuid, Origin = RequestOrigin.Rescue, Cause = ReflexCause.SwapOut }, decision, before, Noon - TimeSpan.FromSeconds(3), _seen.Limits);
    }

    private static DomainMemory Swapping(double usableShare)
    {
        var domain = Domain(1, 3 * GiB, GiB);
        return domain with
        {
            Guest = domain.Guest! with { UsableKib = (long)(3 * GiB * usableShare) },
            RecentSwapOut = [(Noon - TimeSpan.FromSeconds(4), 100 * MiB), (Noon, 105 * MiB)],
        };
    }

    [Fact]
    public void A_guest_that_swapped_out_a_little_or_before_our_last_command_is_not_rescued_for_it()
    {
        var domain = Domain(1, 3 * GiB, GiB);
        Assert.Empty(_seen.Rescues(domain with { RecentSwapOut = [(Noon - TimeSpan.FromSeconds(4), 100 * MiB), (Noon, 104 * MiB)] }));

        _seen.Told(domain with { CurrentKib = 2 * GiB }, 3 * GiB, Noon - TimeSpan.FromSeconds(1));
        Assert.Empty(_seen.Rescues(domain with { RecentSwapOut = [(Noon - TimeSpan.FromSeconds(4), 50 * MiB), (Noon - TimeSpan.FromSeconds(2), 105 * MiB), (Noon, 106 * MiB)] }));
    }

    [Fact]
    public void A_guest_with_next_to_nothing_usable_is_rescued_whatever_its_working_set_seems_to_be()
    {
        var domain = Domain(1, 3 * GiB, GiB);
        domain = domain with { Guest = domain.Guest! with { UsableKib = (long)(3 * GiB * 0.06) - 1 } };

        Assert.Equal(RescueTrigger.UsableLow, Assert.Single(_seen.Rescues(domain)).Trigger);
    }

    [Fact]
    public void A_guest_that_took_memory_back_by_itself_is_rescued_even_if_it_reports_nothing_any_more()
    {
        var domain = Domain(1, 2 * GiB, GiB);
        domain = domain with { StatisticsFresh = false, Facts = domain.Facts with { AutoDeflate = true } };
        _seen.Told(domain with { CurrentKib = 4 * GiB }, 2 * GiB, Noon - TimeSpan.FromSeconds(60));
        _seen.Ledger.Observe(domain, Noon - TimeSpan.FromSeconds(30), _seen.Limits);
        var deflated = domain with { CurrentKib = (2 * GiB) + (500 * MiB) };
        _seen.Ledger.Observe(deflated, Noon, _seen.Limits);

        var request = Assert.Single(_seen.Rescues(deflated));

        Assert.Equal(RescueTrigger.SelfDeflation, request.Trigger);
        Assert.True(request.TargetKib > deflated.CurrentKib);
    }

    [Fact]
    public void A_sample_from_before_our_last_command_does_not_make_a_second_rescue()
    {
        var domain = Domain(1, 2 * GiB, 2 * GiB);
        _seen.Told(domain with { CurrentKib = GiB }, 2 * GiB, Noon);

        Assert.Empty(_seen.Rescues(domain));
    }

    [Fact]
    public void A_guest_that_has_all_it_was_sold_cannot_be_helped() => Assert.Empty(_seen.Rescues(Domain(1, 4 * GiB, 4 * GiB)));

    [Fact]
    public void No_part_is_above_its_limit()
    {
        var domain = Domain(1, 2 * GiB, 2 * GiB);
        Assert.True(Assert.Single(_seen.Rescues(domain)).TargetKib > (2 * GiB) + (64 * MiB));

        var spec = new PolicySpec { Ceiling = new Amount((2 * GiB) + (64 * MiB), null) };
        var rescue = Assert.Single(_seen.Rescues(domain with { Facts = domain.Facts with { Policy = spec, NextPolicy = spec } }));

        Assert.Equal((2 * GiB) + (64 * MiB), rescue.TargetKib);
    }

    [Fact]
    public void A_domain_that_every_guard_rail_refuses_is_skipped()
    {
        Assert.Empty(_seen.Rescues(Domain(1, 2 * GiB, 2 * GiB) with { State = DomainState.Paused }));
        Assert.Empty(_seen.Rescues(Domain(1, 2 * GiB, 2 * GiB) with { Excluded = true }));
    }
}
