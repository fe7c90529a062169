using System.Text;
using System.Text.RegularExpressions;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Tests.Documents;

/// <summary>All reasons of decisions with what the enum's source says of each, and the way out where there is one.</summary>
internal static partial class DecisionsTable
{
    private static readonly string Source = Path.Combine(Repository.Root, "src", "BalloonExporter.Core", "Model", "DecisionReason.cs");

    public static string Render()
    {
        var text = new StringBuilder();
        var written = new List<DecisionReason>();
        foreach (Match entry in Entry().Matches(File.ReadAllText(Source)))
        {
            if (entry.Groups["group"].Success)
            {
                text.Append(null, $"\n### {entry.Groups["group"].Value}\n\n| reason | meaning | what to do |\n|---|---|---|\n");
                continue;
            }

            var reason = Enum.Parse<DecisionReason>(entry.Groups["name"].Value);
            written.Add(reason);
            text.Append(null, $"| `{reason.ToLabel()}` | {MarkdownCell.Escape(Markdown(entry.Groups["summary"].Value))} | {MarkdownCell.Escape(WayOut(reason))} |\n");
        }

        Assert.Equal(Enum.GetValues<DecisionReason>(), written);
        return text.ToString();
    }

    private static string WayOut(DecisionReason reason) => Remedy.Of(reason)?.WayOut ?? "";

    private static string Markdown(string summary) =>
        Code().Replace(Break().Replace(summary, " "), "`$1`").Trim().Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal);

    [GeneratedRegex(@"^    // (?<group>[^\n]+)\.$|^    /// <summary>(?<summary>(?:[^\n]*\n    ///)*?[^\n]*)</summary>\n    (?<name>\w+),$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Entry();

    [GeneratedRegex(@"\s*\n\s*///\s*")]
    private static partial Regex Break();

    [GeneratedRegex("<c>(.*?)</c>")]
    private static partial Regex Code();
}
