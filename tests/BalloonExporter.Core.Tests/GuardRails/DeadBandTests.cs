using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using static BalloonExporter.Core.Tests.GuardRails.Situation;

namespace BalloonExporter.Core.Tests.GuardRails;

/// <summary>20 MiB of a server of 4 GiB, of which one percent is 41.</summary>
public sealed class DeadBandTests
{
    private static readonly Situation Take = new() { Request = Asking((4 * GiB) - (20 * MiB)) };

    private static readonly Situation Gift = new Situation { Request = Asking((2 * GiB) + (20 * MiB)) }
        .With(domain => domain with { CurrentKib = 2 * GiB, ResidentKib = 2 * GiB });

    [Theory]
    [InlineData(0.099)]
    [InlineData(0.119)]
    [InlineData(0.05)]
    public void From_SOFT_to_the_goal_only_16_MiB_count(double share)
    {
        var host = AHost(64 * GiB, (long)(64 * GiB * share));

        (Take with { Host = host }).IsApplied(DecisionReason.AsRequested, (4 * GiB) - (20 * MiB));
        (Gift with { Host = host }).IsApplied(DecisionReason.AsRequested, (2 * GiB) + (20 * MiB));
        (Take with { Host = host, Request = Asking((4 * GiB) - (15 * MiB)) }).IsRefused(DecisionReason.DeadBand);
        (Gift with { Host = host, Request = Asking((2 * GiB) + (15 * MiB)) }).IsRefused(DecisionReason.DeadBand);
    }

    [Fact]
    public void A_host_that_is_well_only_until_the_needy_have_what_they_need_is_at_SOFT()
    {
        // 12.5 % available, 11.9 % when the needy have it.
        var host = AHost(64 * GiB, 8 * GiB);
        var needed = new RecentActivity { UrgentKib = 400 * MiB };

        (Take with { Host = host }).IsRefused(DecisionReason.DeadBand);
        (Take with { Host = host, Activity = needed }).IsApplied(DecisionReason.AsRequested, (4 * GiB) - (20 * MiB));
        (Gift with { Host = host, Activity = needed }).IsApplied(DecisionReason.AsRequested, (2 * GiB) + (20 * MiB));
    }

    [Theory]
    [InlineData(0.121)]
    [InlineData(0.5)]
    public void While_the_host_is_well_one_percent_counts(double share)
    {
        var host = AHost(64 * GiB, (long)(64 * GiB * share));

        (Take with { Host = host }).IsRefused(DecisionReason.DeadBand);
        (Gift with { Host = host }).IsRefused(DecisionReason.DeadBand);
    }

    [Fact]
    public void On_a_host_of_4_TiB_that_is_well_with_three_percent_too() =>
        (Take with { Host = AHost(4096 * GiB, 120 * GiB) }).IsRefused(DecisionReason.DeadBand);

    [Theory]
    [InlineData(RequestOrigin.Rescue)]
    [InlineData(RequestOrigin.Emergency)]
    public void For_urgent_requests_only_16_MiB_count(RequestOrigin origin)
    {
        (Gift with { Request = Gift.Request with { Origin = origin } }).IsApplied(DecisionReason.AsRequested, (2 * GiB) + (20 * MiB));
        (Take with { Request = Take.Request with { Origin = origin } }).IsApplied(DecisionReason.AsRequested, (4 * GiB) - (20 * MiB));
        (Take with { Request = Asking((4 * GiB) - (15 * MiB)) with { Origin = origin } }).IsRefused(DecisionReason.DeadBand);
    }

    [Fact]
    public void An_opted_out_domain_gets_back_the_last_20_MiB()
    {
        var owed = new Situation { Request = Asking(4 * GiB) with { Origin = RequestOrigin.Recovery } }
            .With(domain => domain with { CurrentKib = (4 * GiB) - (20 * MiB) })
            .WithFacts(facts => facts with { StartedEnabled = true, Policy = new PolicySpec { Enabled = false } });

        owed.IsApplied(DecisionReason.AsRequested, 4 * GiB);
        Assert.NotEmpty(OptOut.Owed([owed.Domain!], new Limits(), Noon));
        owed.WithFacts(facts => facts with { Policy = null }).IsRefused(DecisionReason.DeadBand);
    }
}
