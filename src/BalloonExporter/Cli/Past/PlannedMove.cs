using BalloonExporter.Core.Model;
using BalloonExporter.Explaining;

namespace BalloonExporter.Cli.Past;

/// <summary>What the plan recommended at one moment, and what kept it from being done. Pure.</summary>
internal static class PlannedMove
{
    private static readonly FigureKind[] Shown = [FigureKind.Target, FigureKind.Recommended, FigureKind.Move];

    /// <summary>The move that act mode would have made; null when none was worth a command.</summary>
    public static ExplainedMove? Of(IReadOnlyDictionary<FigureKind, Figure> figures) =>
        figures.TryGetValue(FigureKind.Move, out var move) && !IsSmall(figures)
            ? new ExplainedMove(RequestOrigin.Alert, null, move.Value > 0)
            {
                Would = true,
                Figures = [.. Shown.Where(figures.ContainsKey).Select(kind => figures[kind])],
            }
            : null;

    /// <summary>Why what it recommended was not done, as far as metrics tell; null when they do not, or it recommended nothing.</summary>
    /// <param name="figures">The figures.</param>
    /// <param name="at">UNIX seconds.</param>
    public static DecisionReason? WhyNot(IReadOnlyDictionary<FigureKind, Figure> figures, long at)
    {
        if (ValueOf(FigureKind.Fresh) == 0)
            return DecisionReason.StaleStatistics;
        // The plan takes nothing from a guest that is blocked: others have to give.
        if (ValueOf(FigureKind.Move) is not { } move)
            return ValueOf(FigureKind.TakesBlockedUntil) > at && ValueOf(FigureKind.HostDeficit) > 0 ? DecisionReason.Cooldown : null;
        if (IsSmall(figures))
            return DecisionReason.DeadBand;
        return move < 0 && ValueOf(FigureKind.Paused) == 1 ? DecisionReason.Paused : null;

        double? ValueOf(FigureKind kind) => figures.TryGetValue(kind, out var figure) ? figure.Value : null;
    }

    private static bool IsSmall(IReadOnlyDictionary<FigureKind, Figure> figures) =>
        figures.TryGetValue(FigureKind.Move, out var move) && figures.TryGetValue(FigureKind.DeadBand, out var least) && Math.Abs(move.Value) <= least.Value;
}
