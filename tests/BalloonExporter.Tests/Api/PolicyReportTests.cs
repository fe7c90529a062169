using BalloonExporter.Api;
using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using static BalloonExporter.Core.Tests.GuardRails.Situation;

namespace BalloonExporter.Tests.Api;

public sealed class PolicyReportTests
{
    private static readonly DomainFacts Facts = ADomain().Facts with { NextBalloon = BalloonCapability.Manageable };

    [Fact]
    public void What_is_remembered_of_an_instance_comes_before_what_its_metadata_tell()
    {
        var no = new PolicySpec { Enabled = false };
        var stored = new StoredDomain(Uuid, "shop", true, Facts with { Policy = no, NextPolicy = no });
        var seen = ADomain() with { Facts = ADomain().Facts with { StartedEnabled = true } };

        var report = PolicyReport.Of(stored, seen, LedgerEntry.Empty, new Limits(), Noon);

        Assert.True(report.StartedEnabled);
        Assert.True(report.RestartRequired);
        Assert.Equal("opted_out", report.Reason);
        Assert.False(PolicyReport.Of(stored, null, LedgerEntry.Empty, new Limits(), Noon).RestartRequired);
    }

    [Fact]
    public void Without_a_look_at_the_running_domain_its_statistics_are_no_reason()
    {
        var report = PolicyReport.Of(new StoredDomain(Uuid, "shop", true, Facts), null, LedgerEntry.Empty, new Limits(), Noon);

        Assert.True(report.Managed);
        Assert.Null(report.Reason);
        Assert.Null(report.Effective);
    }

    [Fact]
    public void With_a_look_at_it_they_are()
    {
        var report = PolicyReport.Of(new StoredDomain(Uuid, "shop", true, Facts), ADomain() with { StatisticsFresh = false }, LedgerEntry.Empty, new Limits(), Noon);

        Assert.Equal("stale_statistics", report.Reason);
        Assert.NotEmpty(report.WayOut!);
        Assert.Equal(new EffectiveReport { Enabled = true, FloorBytes = GiB * 1024, CeilingBytes = 4 * GiB * 1024, Shares = 1000 }, report.Effective);
    }

    [Fact]
    public void What_others_and_the_guest_did_of_late_is_a_reason()
    {
        var stored = new StoredDomain(Uuid, "shop", true, Facts);
        var moved = LedgerEntry.Empty with { ForeignMoveAt = Noon - TimeSpan.FromSeconds(1) };
        var excluded = LedgerEntry.Empty with { Exclusion = new Backoff(Noon + TimeSpan.FromMinutes(1), 0) };

        Assert.Equal("moved_by_other", PolicyReport.Of(stored, ADomain(), moved, new Limits(), Noon).Reason);
        Assert.Equal("uncooperative", PolicyReport.Of(stored, ADomain(), excluded, new Limits(), Noon).Reason);
        Assert.False(PolicyReport.Of(stored, ADomain(), excluded, new Limits(), Noon).Managed);
    }

    [Fact]
    public void Every_reason_why_a_domain_can_be_unmanaged_has_words_and_a_way_out()
    {
        foreach (var reason in (DecisionReason[])[
            DecisionReason.Excluded, DecisionReason.Lxc, DecisionReason.NotRunning, DecisionReason.FactsUnknown, DecisionReason.PolicyInvalid,
            DecisionReason.OptedOut, DecisionReason.NoDriver, DecisionReason.Vfio, DecisionReason.LaunchSecurity, DecisionReason.Hugepages,
            DecisionReason.Locked, DecisionReason.MonitorBusy, DecisionReason.Grace, DecisionReason.StaleStatistics])
        {
            Assert.NotEmpty(Remedy.Of(reason)!.Why);
            Assert.NotEmpty(Remedy.Of(reason)!.WayOut);
        }

        Assert.Null(Remedy.Of(DecisionReason.AsRequested));
    }

    [Theory]
    [InlineData(DecisionReason.Vfio)]
    [InlineData(DecisionReason.Hugepages)]
    [InlineData(DecisionReason.Locked)]
    [InlineData(DecisionReason.LaunchSecurity)]
    [InlineData(DecisionReason.MemoryByHand)]
    public void What_may_have_been_written_by_hand_has_a_way_out_for_that(DecisionReason reason) =>
        Assert.Contains("<qemu:commandline>", Remedy.Of(reason)!.WayOut, StringComparison.Ordinal);
}
