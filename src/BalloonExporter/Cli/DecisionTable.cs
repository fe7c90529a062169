using System.Globalization;
using BalloonExporter.Core.Model;
using BalloonExporter.Engine;

namespace BalloonExporter.Cli;

/// <summary>Decisions in columns, for people.</summary>
internal static class DecisionTable
{
    private static readonly string[] Head = ["DOMAIN", "VERDICT", "REASON", "FROM", "ASKED", "TO", "CLIPPED BY"];

    public static void Write(IReadOnlyList<DecisionRecord> decisions, TextWriter output)
    {
        string[][] rows =
        [
            Head,
            .. decisions.Select(each => (string[])[
                each.Domain ?? each.Uuid ?? "-",
                each.Decision.Verdict.ToLabel(),
                each.Decision.ToldReason.ToLabel(),
                Size(each.Decision.FromKib),
                Size(each.TargetKib),
                Size(each.Decision.ToKib),
                each.Decision.ClippedBy.Count > 0 ? string.Join(',', each.Decision.ClippedBy.Select(reason => reason.ToLabel())) : "-",
            ]),
        ];
        TextTable.Write(rows, output);
    }

    private static string Size(long? kib) => kib is { } known ? string.Create(CultureInfo.InvariantCulture, $"{Kib.ToMiB(known):0.#} MiB") : "-";
}
