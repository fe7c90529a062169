using System.Text;
using System.Text.RegularExpressions;
using BalloonExporter.Core.Model;
using BalloonExporter.Options.Flags;
using BalloonExporter.Tests.Metrics;

namespace BalloonExporter.Tests.Documents;

/// <summary>All metric families by the part of the scrape that writes them, from a scrape of a host that has everything.</summary>
internal static partial class MetricsTable
{
    public static async Task<string> RenderAsync()
    {
        var all = Families(await Scrape.GoldenAsync());
        var ofPart = new Dictionary<CollectorName, IReadOnlySet<string>>();
        foreach (var part in Enum.GetValues<CollectorName>())
            ofPart[part] = Scrape.MetricNames(await Scrape.GoldenAsync(part));
        var always = ofPart.Values.Aggregate((IEnumerable<string>)all.Keys, (common, names) => common.Intersect(names)).ToHashSet();
        var text = new StringBuilder();
        Section(text, "Always", all.Where(family => always.Contains(family.Key)));
        foreach (var (part, names) in ofPart)
        {
            var state = CollectorSwitches.Default.Contains(part) ? "" : $", off by default (`--collector.{part.ToLabel()}`)";
            Section(text, $"Part `{part.ToLabel()}`{state}", all.Where(family => names.Contains(family.Key) && !always.Contains(family.Key)));
        }

        var written = Row().Matches(text.ToString()).Select(row => row.Groups[1].Value).ToList();
        Assert.Equal(all.Keys.Order(StringComparer.Ordinal), written.Order(StringComparer.Ordinal));
        return text.ToString();
    }

    private static void Section(StringBuilder text, string title, IEnumerable<KeyValuePair<string, Family>> families)
    {
        text.Append(null, $"### {title}\n\n| metric | type | labels | |\n|---|---|---|---|\n");
        foreach (var (name, family) in families)
        {
            var labels = string.Join(", ", family.Labels.Select(label => $"`{label}`"));
            text.Append(null, $"| `{name}` | {family.Type} | {labels} | {MarkdownCell.Escape(family.Help)} |\n");
        }

        text.Append('\n');
    }

    // In the order of the page; the labels are those of its series.
    private static Dictionary<string, Family> Families(string page)
    {
        var families = new Dictionary<string, Family>();
        foreach (Match head in Head().Matches(page))
        {
            var (name, help, type, series) = (head.Groups[1].Value, head.Groups[2].Value, head.Groups[3].Value, head.Groups[4].Value);
            families[name] = new Family(type, help, [.. Label().Matches(series).Select(label => label.Groups[1].Value).Where(label => label != "le").Distinct()]);
        }

        return families;
    }

    private sealed record Family(string Type, string Help, IReadOnlyList<string> Labels);

    [GeneratedRegex(@"^# HELP (\S+) ([^\n]*)\n# TYPE \S+ (\w+)\n((?:[^#\n][^\n]*\n)*)", RegexOptions.Multiline)]
    private static partial Regex Head();

    // Within braces values may hold anything that is escaped.
    [GeneratedRegex(@"[{,]([a-zA-Z_]\w*)=""(?:[^""\\]|\\.)*""")]
    private static partial Regex Label();

    [GeneratedRegex(@"^\| `(balloon_\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
