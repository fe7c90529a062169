using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using static BalloonExporter.Core.Tests.GuardRails.Situation;

namespace BalloonExporter.Core.Tests.GuardRails;

/// <content>How far one step may go.</content>
public sealed partial class CarriedOutTests
{
    [Fact]
    public void Step_limit_is_a_tenth_of_the_maximum_in_fifteen_seconds()
    {
        var decision = (new Situation { Request = Asking(2 * GiB) }).IsApplied(DecisionReason.StepLimit, (4 * GiB) - (long)(4 * GiB * 0.10));

        Assert.Equal([DecisionReason.StepLimit], decision.ClippedBy);
        Assert.Equal((long)(4 * GiB * 0.10), decision.ResidentTakenKib);
    }

    [Fact]
    public void Step_limit_is_a_quarter_while_the_host_is_short()
    {
        var situation = new Situation { Request = Asking(2 * GiB), Host = AHost(100 * GiB, (6 * GiB) - 1) };

        situation.IsApplied(DecisionReason.StepLimit, 3 * GiB);
    }

    [Fact]
    public void Step_limit_is_never_less_than_64_MiB()
    {
        var situation = new Situation { Request = Asking(300 * MiB), Policy = new EffectivePolicy(256 * MiB, 512 * MiB, 1000) }.With(domain => domain with
        {
            CurrentKib = 512 * MiB,
            MaximumKib = 512 * MiB,
            ResidentKib = 512 * MiB,
            WorkingSet = domain.WorkingSet! with { Kib = 20 * MiB },
        });

        situation.IsApplied(DecisionReason.StepLimit, (512 - 64) * MiB);
    }

    [Fact]
    public void Step_limit_counts_all_of_the_way_since_any_free_page_may_be_resident()
    {
        var decision = Sparse(RequestOrigin.Alert).IsApplied(DecisionReason.StepLimit, (4 * GiB) - (long)(4 * GiB * 0.10));

        Assert.Equal((long)(4 * GiB * 0.10), decision.ResidentTakenKib);
    }

    [Fact]
    public void Step_limit_of_an_emergency_is_counted_from_what_is_resident_as_far_as_the_guest_uses_it()
    {
        var decision = Sparse(RequestOrigin.Emergency).IsApplied(DecisionReason.HardFloor, (600 + 64) * MiB);

        Assert.Equal((long)(1.5 * GiB) - (600 * MiB), decision.ResidentTakenKib);
    }

    [Fact]
    public void Step_limit_of_an_emergency_counts_all_of_the_way_where_more_is_touched_than_used()
    {
        var situation = Sparse(RequestOrigin.Emergency).With(domain => domain with { ResidentKib = 3 * GiB });

        Assert.Equal(GiB, situation.IsApplied(DecisionReason.StepLimit, 3 * GiB).ResidentTakenKib);
    }

    [Fact]
    public void Step_limit_lets_no_balloon_go_further_than_a_quarter_of_the_maximum_in_fifteen_seconds()
    {
        var situation = Sparse(RequestOrigin.Alert) with
        {
            Entry = LedgerEntry.Empty with { Charges = new TakeCharges { Seen = [new Charge(Noon - TimeSpan.FromSeconds(14), 0, GiB - (100 * MiB))] } },
        };

        situation.IsApplied(DecisionReason.StepLimit, (4 * GiB) - (100 * MiB));
        (situation with { Now = Noon + TimeSpan.FromSeconds(1) }).IsApplied(DecisionReason.StepLimit, (4 * GiB) - (long)(4 * GiB * 0.10));
        Assert.True((situation with { Request = situation.Request with { Origin = RequestOrigin.Emergency } }).Decide().ToKib < GiB);
    }

    [Fact]
    public void Step_limit_counts_the_way_of_a_raised_balloon_down_to_the_target_in_force()
    {
        // Told to have 3.9 GiB when it had less, which took nothing, and raised by another program since.
        var decision = new Situation
        {
            Request = Asking(2 * GiB),
            Entry = LedgerEntry.Empty with
            {
                Watch = new BalloonWatch(3 * GiB, Noon, 4 * GiB) { Move = new BalloonMove(3 * GiB, (4 * GiB) - (100 * MiB), Noon - TimeSpan.FromMinutes(5)) },
            },
        }.Decide();

        Assert.Equal((DecisionReason.StepLimit, (4 * GiB) - (100 * MiB), (4 * GiB) - (long)(4 * GiB * 0.10)), (decision.Reason, decision.FromKib, decision.ToKib));
    }

    [Fact]
    public void Step_limit_counts_what_was_taken_within_the_last_fifteen_seconds()
    {
        var situation = new Situation
        {
            Request = Asking(2 * GiB),
            Entry = Taken(300 * MiB, ago: TimeSpan.FromSeconds(14.9)),
        };

        situation.IsApplied(DecisionReason.StepLimit, (4 * GiB) - ((long)(4 * GiB * 0.10) - (300 * MiB)));
    }

    [Fact]
    public void Step_limit_forgets_what_was_taken_fifteen_seconds_ago()
    {
        var situation = new Situation
        {
            Request = Asking(2 * GiB),
            Entry = Taken(300 * MiB, ago: TimeSpan.FromSeconds(15)),
        };

        situation.IsApplied(DecisionReason.StepLimit, (4 * GiB) - (long)(4 * GiB * 0.10));
    }

    [Fact]
    public void Step_limit_used_up_refuses()
    {
        var situation = new Situation { Request = Asking(2 * GiB), Entry = Taken(GiB, ago: TimeSpan.FromSeconds(5)) };

        situation.IsRefused(DecisionReason.StepLimit);
    }

    private static LedgerEntry Taken(long kib, TimeSpan ago) => LedgerEntry.Empty with
    {
        Charges = new TakeCharges { Seen = [new Charge(Noon - ago, kib, kib)] },
    };

    private static Situation OfTwoAndAHalf(long swapKib) => new Situation
    {
        Request = Asking(GiB) with { Origin = RequestOrigin.Emergency },
        Policy = new EffectivePolicy(GiB, 16 * GiB, 1000) { SwapKib = swapKib },
    }.With(domain => domain with
    {
        MaximumKib = 16 * GiB,
        CurrentKib = 3 * GiB,
        ResidentKib = 3 * GiB,
        WorkingSet = domain.WorkingSet! with { Kib = (long)(2.5 * GiB) },
    });
}
