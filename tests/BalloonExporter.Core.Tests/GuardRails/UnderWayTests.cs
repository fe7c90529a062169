using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using static BalloonExporter.Core.Tests.GuardRails.Situation;

namespace BalloonExporter.Core.Tests.GuardRails;

/// <summary>A balloon of 4 GiB on its way to 3: what it shall have already counts, not where it happens to be.</summary>
public sealed class UnderWayTests
{
    private static readonly LedgerEntry ToThree = LedgerEntry.Empty with
    {
        TargetKib = 3 * GiB,
        Watch = new BalloonWatch(4 * GiB, Noon, 4 * GiB) { Move = new BalloonMove(4 * GiB, 3 * GiB, Noon) },
    };

    [Fact]
    public void A_shrink_can_be_called_off_though_the_balloon_has_not_moved_yet()
    {
        var decision = new Situation { Entry = ToThree, Request = Asking(4 * GiB) }.Decide();

        Assert.Equal((Verdict.Applied, 3 * GiB, 4 * GiB), (decision.Verdict, decision.FromKib, decision.ToKib));
        Assert.Equal(0, decision.GrantedKib);
    }

    [Fact]
    public void Calling_off_needs_no_room_on_the_host_and_is_worth_any_command()
    {
        var entry = ToThree with { Watch = ToThree.Watch! with { Move = new BalloonMove((4 * GiB) + (5 * MiB), 4 * GiB, Noon) } };
        var decision = new Situation
        {
            Entry = entry,
            Request = Asking((4 * GiB) + (5 * MiB)) with { Origin = RequestOrigin.Recovery },
            Host = AHost(64 * GiB, 0),
            Policy = new EffectivePolicy(GiB, 8 * GiB, 1000),
        }.With(domain => domain with { CurrentKib = (4 * GiB) + (5 * MiB), MaximumKib = 8 * GiB }).Decide();

        Assert.Equal((4 * GiB) + (5 * MiB), decision.ToKib);
    }

    [Fact]
    public void Only_what_goes_beyond_where_the_balloon_is_has_to_be_found_by_the_host()
    {
        var situation = new Situation { Entry = ToThree, Request = Asking(4 * GiB) }.With(domain => domain with { CurrentKib = (long)(3.5 * GiB) });

        Assert.Equal(GiB / 2, situation.Decide().GrantedKib);
    }

    [Fact]
    public void What_it_shall_have_already_is_not_asked_for_again() =>
        new Situation { Entry = ToThree, Request = Asking((3 * GiB) + (10 * MiB)) }.IsRefused(DecisionReason.DeadBand);

    [Fact]
    public void A_further_shrink_goes_on_from_there()
    {
        // Nearly there: what is left of the way counts besides.
        var decision = new Situation { Entry = ToThree, Request = Asking((3 * GiB) - (100 * MiB)) }
            .With(domain => domain with { CurrentKib = (3 * GiB) + (200 * MiB) }).Decide();

        Assert.Equal((3 * GiB, (3 * GiB) - (100 * MiB), 100 * MiB), (decision.FromKib, decision.ToKib, decision.ResidentTakenKib));
    }

    [Fact]
    public void What_was_just_given_is_not_taken_back_while_the_guest_is_left_alone()
    {
        var entry = LedgerEntry.Empty with
        {
            Watch = new BalloonWatch(2 * GiB, Noon, 4 * GiB) { Move = new BalloonMove(2 * GiB, 4 * GiB, Noon) },
            Cooldown = new Backoff(Noon + TimeSpan.FromMinutes(2), 0),
        };

        new Situation { Entry = entry, Request = Asking(3 * GiB) }.With(domain => domain with { CurrentKib = 2 * GiB }).IsRefused(DecisionReason.Cooldown);
    }
}
