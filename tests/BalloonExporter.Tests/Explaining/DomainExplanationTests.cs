using BalloonExporter.Api;
using BalloonExporter.Explaining;
using BalloonExporter.Tests.Cli;
using static BalloonExporter.Tests.Fakes.Snapshots;

namespace BalloonExporter.Tests.Explaining;

/// <summary>What the API tells, as explanations need it.</summary>
public sealed class DomainExplanationTests
{
    private const long Bytes = 1L << 30;

    private static readonly DomainEntry Shop = new()
    {
        Uuid = Uuid(1).ToString(),
        Name = "shop",
        State = "running",
        Managed = true,
        Memory = new DomainMemoryEntry { MaximumBytes = 4 * Bytes, CurrentBytes = 3 * Bytes, DemandBytes = 2 * Bytes },
        Movements = new DomainMovementsEntry { AddedBytes = 0, RemovedBytes = 0 },
    };

    [Fact]
    public void What_a_donor_would_give_is_told_with_the_guest_that_it_helps()
    {
        var told = Explain(Shop, Decision("dry_run", "in_part", "donor") with { Cause = "room", Helps = ["mail"], ClippedBy = ["step_limit"] });

        Assert.Equal("donor", told.Kind);
        Assert.Equal("Memory would have been taken from it: to rescue mail.", told.Summary[0]);
        Assert.Contains("It would have been done in part, held back by step_limit.", told.Summary);
        Assert.Equal(["/api/v1/decisions: at", "/api/v1/decisions: fromBytes", "/api/v1/decisions: targetBytes", "/api/v1/decisions: toBytes"], told.Decided.Select(figure => figure.Source));
        Assert.Contains(told.Signals, figure => figure == new Figure("demand", 2 * Bytes, FigureUnit.Bytes, "/api/v1/domains: memory.demandBytes"));
    }

    [Theory]
    [InlineData("duplicate", "took")]
    [InlineData("superseded", "took")]
    [InlineData("cooldown", "left_alone")]
    public void A_repetition_does_not_hide_the_decision_before_it(string reason, string kind) =>
        Assert.Equal(kind, Explain(Shop, Decision("refused", reason), Decision("applied", "as_requested")).Kind);

    [Fact]
    public void A_heartbeat_or_a_resolved_alert_is_no_decision_about_it() =>
        Assert.Equal("nothing_decided", Explain(Shop, Decision("ignored", "resolved")).Kind);

    [Fact]
    public void Words_of_another_version_are_an_error() =>
        Assert.Throws<FormatException>(() => Explain(Shop with { UnmanagedReason = "a_whim" }));

    [Fact]
    public void What_is_not_known_is_left_out()
    {
        var told = Explain(Shop with { Memory = new DomainMemoryEntry() });

        Assert.DoesNotContain(told.Signals.Concat(told.Besides), figure => figure.Source.Contains("domain_memory", StringComparison.Ordinal));
    }

    private static Explanation Explain(DomainEntry domain, params DecisionEntry[] decisions) =>
        Explanation.Of(DomainExplanation.Of(StatusCommandTests.Status(), domain, decisions, Noon));

    private static DecisionEntry Decision(string verdict, string reason, string origin = "alert") => new()
    {
        At = Noon,
        Verdict = verdict,
        Reason = reason,
        Origin = origin,
        FromBytes = 4 * Bytes,
        TargetBytes = 2 * Bytes,
        ToBytes = 3 * Bytes,
        ClippedBy = [],
        Fingerprint = "",
    };
}
