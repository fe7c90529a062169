using System.Text.Json;
using System.Text.RegularExpressions;
using BalloonExporter.Core.Model;
using BalloonExporter.Explaining;

namespace BalloonExporter.Tests.Explaining;

/// <summary>Known figures for each kind of explanation.</summary>
public sealed partial class ExplanationTests
{
    private const double GiB = 1L << 30;

    private static readonly DateTimeOffset Noon = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly ExplainedDomain Shop = new("00000000-0000-4000-8000-000000000001", "shop", Noon)
    {
        Figures = new Dictionary<FigureKind, Figure>
        {
            [FigureKind.Sold] = FigureKind.Sold.Of(4 * GiB),
            [FigureKind.Has] = FigureKind.Has.Of(3 * GiB),
            [FigureKind.Occupies] = FigureKind.Occupies.Of(3 * GiB),
            [FigureKind.WorkingSet] = FigureKind.WorkingSet.Of(GiB),
            [FigureKind.Level] = FigureKind.Level.Of(2),
        },
    };

    public static TheoryData<DecisionReason> Reasons { get; } = new(Enum.GetValues<DecisionReason>());

    [Fact]
    public void What_was_taken_by_the_plan()
    {
        var told = Explanation.Of(Shop with { Move = new ExplainedMove(RequestOrigin.Alert, null, Gives: false) });

        Assert.Equal("took", told.Kind);
        Assert.Equal("Memory was taken from it: as the plan recommends.", told.Summary[0]);
        Assert.Equal(["3072 MiB", "1024 MiB", "SOFT"], told.Signals.Select(figure => figure.Text));
        Assert.Equal(["balloon_domain_host_resident_bytes", "balloon_domain_working_set_bytes", "balloon:host_level:number"], told.Signals.Select(figure => figure.Source));
        Assert.Equal(["balloon_domain_memory_maximum_bytes", "balloon_domain_memory_current_bytes"], told.Besides.Select(figure => figure.Source));
        Assert.Contains(told.Changes, change => change.Contains("policy set shop --floor=SIZE", StringComparison.Ordinal));
    }

    [Fact]
    public void What_observe_mode_would_take() =>
        Assert.Equal(
            "Memory would have been taken from it: as the plan recommends.",
            Explanation.Of(Shop with { Observes = true, Move = new ExplainedMove(RequestOrigin.Poll, null, Gives: false) { Would = true } }).Summary[0]);

    [Theory]
    [InlineData(RequestOrigin.Alert, null, "gave", "as the plan recommends")]
    [InlineData(RequestOrigin.Rescue, ReflexCause.SwapOut, "rescued", "it swapped out")]
    [InlineData(RequestOrigin.Rescue, ReflexCause.Demand, "rescued", "it needs more than it has")]
    [InlineData(RequestOrigin.Recovery, ReflexCause.NoHeartbeat, "gave", "no plan comes any more")]
    [InlineData(RequestOrigin.Release, null, "gave", "released by user:alice")]
    public void What_was_given(RequestOrigin origin, ReflexCause? cause, string kind, string why)
    {
        var told = Explanation.Of(Shop with { Move = new ExplainedMove(origin, cause, Gives: true) { AskedBy = "user:alice" } });

        Assert.Equal((kind, $"Memory was given to it: {why}."), (told.Kind, told.Summary[0]));
        Assert.NotEmpty(told.Signals);
    }

    [Fact]
    public void A_donor_is_told_which_guest_it_helps()
    {
        var told = Explanation.Of(Shop with { Move = new ExplainedMove(RequestOrigin.Donor, ReflexCause.Room, Gives: false) { Helps = ["mail"] } });

        Assert.Equal(("donor", "Memory was taken from it: to rescue mail."), (told.Kind, told.Summary[0]));
    }

    [Fact]
    public void What_clipped_a_move_is_told_in_order_with_what_would_change_it()
    {
        var told = Explanation.Of(Shop with
        {
            Move = new ExplainedMove(RequestOrigin.Alert, null, Gives: false) { ClippedBy = [DecisionReason.HardFloor, DecisionReason.StepLimit] },
        });

        Assert.Contains("It was done in part, held back by hard_floor, step_limit.", told.Summary);
        Assert.Equal(["hard_floor", "step_limit"], told.Reasons.Select(reason => reason.Reason));
        Assert.Equal("a guest that needs less", told.Changes[0]);
    }

    [Theory]
    [MemberData(nameof(Reasons))]
    public void Each_reason_to_leave_a_domain_alone_has_words_and_a_way_out(DecisionReason reason)
    {
        var told = Explanation.Of(Shop with { LeftAlone = reason });

        Assert.Equal("left_alone", told.Kind);
        Assert.Contains(told.Summary, sentence => sentence.StartsWith($"What was asked for last was not done: {reason.ToLabel()}, ", StringComparison.Ordinal));
        Assert.DoesNotContain("no words", ReasonText.Of(reason).Meaning, StringComparison.Ordinal);
        Assert.NotEmpty(Assert.Single(told.Changes));
        // A number without a metric beside it cannot be asked for. Commands and versions are no figures.
        if (Remedy.Of(reason) is null)
            Assert.DoesNotMatch(Digit(), string.Join('\n', [.. told.Summary, .. told.Changes]));
    }

    [Fact]
    public void What_is_not_managed_is_told_with_its_remedy()
    {
        var told = Explanation.Of(Shop with { Unmanaged = DecisionReason.OptedOut, LeftAlone = DecisionReason.OptedOut, Observes = true });

        Assert.Equal("not_managed", told.Kind);
        Assert.Contains(told.Summary, sentence => sentence.StartsWith("It is not managed: opted_out, ", StringComparison.Ordinal) && sentence.EndsWith("No plan would take memory from it.", StringComparison.Ordinal));
        Assert.Equal("opt in (enabled=yes) and start it again: balloon-exporter policy set shop --enabled=yes && balloon-exporter restart shop", Assert.Single(told.Changes));
    }

    [Fact]
    public void Nothing_decided_yet_is_told_with_the_figures()
    {
        var told = Explanation.Of(Shop);

        Assert.Equal("nothing_decided", told.Kind);
        Assert.Equal(2, told.Summary.Count);
        Assert.Equal(5, told.Signals.Count + told.Besides.Count);
        Assert.Empty(told.Changes);
    }

    [Fact]
    public void In_commands_stands_nothing_that_a_shell_would_run()
    {
        var told = Explanation.Of(Shop with { Move = new ExplainedMove(RequestOrigin.Alert, null, Gives: false), Unmanaged = DecisionReason.Locked } with { Name = "a; reboot" });

        Assert.DoesNotContain(told.Changes, change => change.Contains("reboot", StringComparison.Ordinal));
        Assert.Contains(told.Changes, change => change.Contains($"virsh edit {Shop.Uuid}", StringComparison.Ordinal));
    }

    [Fact]
    public void JSON_has_values_as_the_metrics_have_them()
    {
        using var told = JsonDocument.Parse(JsonSerializer.Serialize(Explanation.Of(Shop), ExplanationJson.Default.Explanation));

        var figure = told.RootElement.GetProperty("signals")[0];
        Assert.Equal(
            ("has", 3 * GiB, "bytes", "balloon_domain_memory_current_bytes", "3072 MiB"),
            (figure.GetProperty("what").GetString(), figure.GetProperty("value").GetDouble(), figure.GetProperty("unit").GetString(), figure.GetProperty("source").GetString(), figure.GetProperty("text").GetString()));
        Assert.Equal(("nothing_decided", "act"), (told.RootElement.GetProperty("kind").GetString(), told.RootElement.GetProperty("mode").GetString()));
    }

    [GeneratedRegex("[0-9]")]
    private static partial Regex Digit();
}
