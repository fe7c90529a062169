using BalloonExporter.Cli.Past;
using BalloonExporter.Core.Model;
using BalloonExporter.Explaining;

namespace BalloonExporter.Tests.Explaining;

/// <summary>What a plan of the past tells of a domain that was not moved.</summary>
public sealed class PlannedMoveTests
{
    private const double MiB = 1 << 20;
    private const long At = 1_700_000_000;

    [Fact]
    public void A_move_that_is_worth_a_command_would_be_made_in_act_mode()
    {
        var figures = Figures((FigureKind.Move, -200 * MiB), (FigureKind.DeadBand, 40 * MiB), (FigureKind.Recommended, 3000 * MiB));

        var move = PlannedMove.Of(figures)!;

        Assert.Equal((RequestOrigin.Alert, false, true), (move.Origin, move.Gives, move.Would));
        Assert.Equal(["balloon:domain_target:recommended_bytes", "balloon:domain_move:bytes"], move.Figures.Select(figure => figure.Source));
        Assert.Null(PlannedMove.WhyNot(figures, At));
    }

    [Fact]
    public void A_smaller_one_is_in_the_dead_band()
    {
        var figures = Figures((FigureKind.Move, 20 * MiB), (FigureKind.DeadBand, 40 * MiB));

        Assert.Null(PlannedMove.Of(figures));
        Assert.Equal(DecisionReason.DeadBand, PlannedMove.WhyNot(figures, At));
    }

    [Fact]
    public void A_pause_keeps_from_takes_alone()
    {
        Assert.Equal(DecisionReason.Paused, PlannedMove.WhyNot(Figures((FigureKind.Move, -200 * MiB), (FigureKind.Paused, 1)), At));
        Assert.Null(PlannedMove.WhyNot(Figures((FigureKind.Move, 200 * MiB), (FigureKind.Paused, 1)), At));
    }

    [Fact]
    public void A_guest_that_was_rescued_a_moment_ago_is_left_alone_while_its_host_is_short()
    {
        Assert.Equal(DecisionReason.Cooldown, PlannedMove.WhyNot(Figures((FigureKind.TakesBlockedUntil, At + 60), (FigureKind.HostDeficit, 100 * MiB)), At));
        Assert.Null(PlannedMove.WhyNot(Figures((FigureKind.TakesBlockedUntil, At + 60), (FigureKind.HostDeficit, 0)), At));
        Assert.Null(PlannedMove.WhyNot(Figures((FigureKind.TakesBlockedUntil, At - 60), (FigureKind.HostDeficit, 100 * MiB)), At));
    }

    [Fact]
    public void Statistics_that_are_stale_are_told() =>
        Assert.Equal(DecisionReason.StaleStatistics, PlannedMove.WhyNot(Figures((FigureKind.Fresh, 0), (FigureKind.Move, -200 * MiB)), At));

    private static Dictionary<FigureKind, Figure> Figures(params (FigureKind Kind, double Value)[] figures) => figures.ToDictionary(each => each.Kind, each => each.Kind.Of(each.Value));
}
