using BalloonExporter.Backtest.Output;
using BalloonExporter.Explaining;

namespace BalloonExporter.Cli;

/// <summary>An explanation for people.</summary>
internal static class ExplanationText
{
    public static void Write(Explanation explained, TextWriter output)
    {
        var host = explained.Host is { } name ? $" on {name}" : "";
        Line($"{explained.Domain} ({explained.Uuid}){host}, {TimeText.Of(explained.At.ToUnixTimeSeconds())}, {explained.Mode} mode");
        foreach (var sentence in explained.Summary)
            Line(sentence);
        Figures("what was decided", explained.Decided);
        Figures("by these signals", explained.Signals);
        Figures("besides", explained.Besides);
        Texts("reasons", explained.Reasons.Select(reason => $"{reason.Reason}: {reason.Meaning}"));
        Texts("what would change it", explained.Changes);

        void Line(string text) => output.WriteLine(TextTable.Plain(text));

        void Figures(string title, IReadOnlyList<Figure> figures)
        {
            if (figures.Count == 0)
                return;
            output.WriteLine();
            TextTable.Write([[title.ToUpperInvariant(), "VALUE", "METRIC"], .. figures.Select(figure => (string[])[figure.What, figure.Text, figure.Source])], output);
        }

        void Texts(string title, IEnumerable<string> texts)
        {
            if (texts.ToList() is not { Count: > 0 } all)
                return;
            output.WriteLine();
            output.WriteLine(title.ToUpperInvariant());
            foreach (var text in all)
                Line(text);
        }
    }
}
