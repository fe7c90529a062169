using BalloonExporter.Api;
using BalloonExporter.Core.Model;
using BalloonExporter.Pages;

namespace BalloonExporter.Ui;

/// <summary>The newest decisions about a domain, in words.</summary>
internal static class DecisionPart
{
    private static readonly string[] Moves = [Verdict.Applied.ToLabel(), Verdict.DryRun.ToLabel()];

    public static Html Of(DomainView view)
    {
        if (view.Decisions.Count == 0)
            return Html.Of($"<p id=\"decisions\">None since this exporter started, or none of late.</p>\n");
        var lines = new Html();
        foreach (var decision in view.Decisions)
            lines.Add($"<li>{UiTime.Of(decision.At)} {TextOf(decision)}</li>\n");
        return Html.Of($"<ol class=\"history\" id=\"decisions\">\n{lines}</ol>\n");
    }

    /// <summary>A decision in words.</summary>
    internal static string TextOf(DecisionEntry decision)
    {
        if (Moves.Contains(decision.Verdict))
            return MoveText.Of(decision);
        var target = decision.TargetBytes is { } bytes ? $" {MebibyteText.Of(bytes)}" : "";
        return $"{decision.Verdict}{target}: {ManagedWords.Why(decision.Reason)}";
    }
}
