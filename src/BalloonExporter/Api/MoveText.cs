using BalloonExporter.Core.Model;

namespace BalloonExporter.Api;

/// <summary>A move in a few words: what was done, or would have been, and why.</summary>
internal static class MoveText
{
    public static string Of(DecisionEntry move)
    {
        var would = move.Verdict == Verdict.DryRun.ToLabel();
        var gives = move.ToBytes >= move.FromBytes;
        var verb = (would, gives) switch
        {
            (true, true) => "would give",
            (true, false) => "would take",
            (false, true) => "gave",
            (false, false) => "took",
        };
        var why = move.Why is { } known ? $", {known}" : "";
        var held = move.ClippedBy.Count > 0 ? $" (held back by {string.Join(", ", move.ClippedBy)})" : "";
        return $"{verb} {MebibyteText.Of(move.ToBytes is { } to && move.FromBytes is { } from ? Math.Abs(to - from) : null)}{why}{held}";
    }
}
