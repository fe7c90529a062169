using BalloonExporter.Core.Model;
using BalloonExporter.Core.Reflexes;
using static BalloonExporter.Core.Tests.GuardRails.Situation;
using static BalloonExporter.Core.Tests.Reflexes.Seen;

namespace BalloonExporter.Core.Tests.Reflexes;

/// <content>Rescues that were not enough.</content>
public sealed partial class RescueTests
{
    [Fact]
    public void What_was_just_given_and_is_not_in_the_sample_yet_is_not_asked_for_again()
    {
        // Noon's sample is of a moment before the balloon moved, and after the command.
        var domain = Domain(1, 2 * GiB, (2 * GiB) - (100 * MiB));
        _seen.Told(domain, 3 * GiB, Noon - TimeSpan.FromSeconds(0.1));

        Assert.Empty(_seen.Rescues(domain));
        // It has arrived since.
        Assert.Empty(_seen.Rescues(domain with { CurrentKib = 3 * GiB, ResidentKib = 2 * GiB }));
        // It is not enough.
        var grown = Domain(1, 2 * GiB, (3 * GiB) - (100 * MiB));
        Assert.Single(_seen.Rescues(grown with { Guest = grown.Guest! with { UsableKib = 1 } }));
    }

    [Theory]
    [InlineData(10, 4096)]
    [InlineData(11, 2532)]
    public void A_second_rescue_within_ten_seconds_asks_for_all_the_guest_may_have(int secondsAgo, long targetMib)
    {
        var domain = Domain(1, 2 * GiB, (2 * GiB) - (100 * MiB));
        _seen.Ledger.Record(
            Asking(2 * GiB) with { Uuid = domain.Uuid, Origin = RequestOrigin.Rescue, Cause = ReflexCause.UsableLow },
            new Decision { Verdict = Verdict.Applied, Reason = DecisionReason.AsRequested, FromKib = GiB, ToKib = 2 * GiB },
            domain with { CurrentKib = GiB },
            Now - TimeSpan.FromSeconds(secondsAgo),
            _seen.Limits);

        // 30 % of what it needs to breathe, where it is not everything.
        Assert.InRange(Assert.Single(_seen.Rescues(domain)).TargetKib, (targetMib - 1) * MiB, (targetMib + 1) * MiB);
    }

    [Fact]
    public void What_was_given_and_has_not_arrived_after_five_seconds_is_a_reason_to_ask_for_all()
    {
        // It needs nothing by its figures.
        var domain = Domain(1, 2 * GiB, GiB) with { ReadAt = Now };
        _seen.Told(domain, 3 * GiB, Now - TimeSpan.FromSeconds(5));

        var request = Assert.Single(_seen.Rescues(domain));

        Assert.Equal((RescueTrigger.NotArriving, 4 * GiB), (request.Trigger, request.TargetKib));
        Assert.Empty(_seen.Rescues(domain with { ReadAt = Now - TimeSpan.FromMilliseconds(1) }));
    }

    [Fact]
    public void A_higher_target_does_not_excuse_a_balloon_that_has_not_reached_the_one_before()
    {
        var domain = Domain(1, 2 * GiB, GiB) with { ReadAt = Now };
        _seen.Told(domain, (2 * GiB) + (500 * MiB), Now - TimeSpan.FromSeconds(6));
        _seen.Told(domain, 3 * GiB, Now - TimeSpan.FromSeconds(1));

        Assert.Equal(RescueTrigger.NotArriving, Assert.Single(_seen.Rescues(domain)).Trigger);
        // It reached the first: the second is a second old.
        var risen = domain with { CurrentKib = (2 * GiB) + (500 * MiB) };
        _seen.Ledger.Observe(risen, Now, _seen.Limits);
        Assert.Empty(_seen.Rescues(risen));
    }

    [Fact]
    public void What_has_arrived_is_no_trigger()
    {
        var domain = Domain(1, 2 * GiB, GiB) with { ReadAt = Now };
        _seen.Told(domain, 3 * GiB, Now - TimeSpan.FromSeconds(9));
        var arrived = domain with { CurrentKib = 3 * GiB };
        _seen.Ledger.Observe(arrived, Now, _seen.Limits);

        Assert.Empty(_seen.Rescues(arrived));
    }

    [Fact]
    public void A_take_under_way_is_called_off_also_where_the_host_has_nothing_to_give()
    {
        _seen.Host = AHost(64 * GiB, (long)(64 * GiB * 0.03));
        var domain = Domain(1, 2 * GiB, (2 * GiB) - (50 * MiB));
        _seen.Told(domain, GiB, Noon - TimeSpan.FromSeconds(1));

        var request = Assert.Single(_seen.Rescues(domain));
        Assert.Equal(RescueTrigger.UsableLow, request.Trigger);
        Assert.InRange(request.TargetKib, (2 * GiB) - MiB, 2 * GiB);
    }

    [Fact]
    public void A_take_that_is_called_off_costs_no_room_and_what_is_missing_comes_on_top()
    {
        _seen.Host = AHost(64 * GiB, (long)(64 * GiB * 0.03) + (20 * MiB));
        var domain = Domain(1, 2 * GiB, (2 * GiB) - (50 * MiB));
        _seen.Told(domain, GiB, Noon - TimeSpan.FromSeconds(1));

        Assert.InRange(Assert.Single(_seen.Rescues(domain)).TargetKib, (2 * GiB) + (16 * MiB), (2 * GiB) + (20 * MiB));
    }

    [Fact]
    public void A_stalled_balloon_of_a_guest_in_need_is_raised_and_not_only_told_to_stay()
    {
        var domain = Domain(1, 2 * GiB, (2 * GiB) - (50 * MiB)) with { ReadAt = Now };
        var engine = new ReflexEngine(_seen.Ledger, _seen.Limits);
        _seen.Told(domain, GiB, Noon - TimeSpan.FromSeconds(8));
        for (var second = 7; second >= 0; second--)
            _seen.Ledger.Observe(domain, Noon - TimeSpan.FromSeconds(second), _seen.Limits);
        Assert.True(_seen.Ledger.Of(domain.Uuid).Watch!.Stalled);
        engine.See(_seen.Host, Now);
        engine.See([domain], all: true, Now);

        Assert.True(Assert.Single(engine.React(Now, Now)).TargetKib > 2 * GiB);
    }
}
