using System.Text.RegularExpressions;

namespace BalloonExporter.Tests.Metrics;

/// <summary>Which metrics and labels a query may ask for: those of the golden scrape, and what the rules record.</summary>
internal static partial class KnownNames
{
    private static readonly string Alerts = Path.Combine(Repository.Root, "alerts");

    public static IEnumerable<string> MetricsIn(string text) => Name().Matches(text).Select(match => match.Value).Distinct();

    /// <summary>The metrics in PromQL that neither the scrape has nor a rule records.</summary>
    public static async Task<IReadOnlyList<string>> UnknownMetricsAsync(string text)
    {
        var known = Scrape.MetricNames(await Scrape.GoldenAsync()).ToHashSet(StringComparer.Ordinal);
        var histograms = known.Where(name => name.EndsWith("_duration_seconds", StringComparison.Ordinal) || name.EndsWith("_age_seconds", StringComparison.Ordinal)).ToList();
        known.UnionWith(histograms.SelectMany(name => (string[])[$"{name}_bucket", $"{name}_sum", $"{name}_count"]));
        known.UnionWith(Directory.GetFiles(Alerts, "*.rules.yml").SelectMany(file => Record().Matches(WithoutComments(file))).Select(match => match.Groups[1].Value));
        return
        [
            .. MetricsIn(text)
                // A name that an operator may record to change a constant; by default none is recorded.
                .Where(name => !known.Contains(name) && !name.StartsWith("balloon:override:", StringComparison.Ordinal)),
        ];
    }

    /// <summary>The matchers in PromQL that no series of the scrape satisfies, or whose label none has.</summary>
    public static async Task<IReadOnlyList<string>> UnknownLabelsAsync(string text)
    {
        var scrape = await Scrape.GoldenAsync();
        return
        [
            .. Selector().Matches(text)
                .SelectMany(selector => Matcher().Matches(selector.Groups[2].Value).Select(matcher => (Metric: selector.Groups[1].Value, Matcher: matcher)))
                .Where(pair => !Satisfied(scrape, pair.Metric, pair.Matcher))
                .Select(pair => $"{pair.Metric}{{{pair.Matcher.Value}}}").Distinct(),
        ];
    }

    public static async Task<IReadOnlyList<string>> UnknownAsync(string text) => [.. await UnknownMetricsAsync(text), .. await UnknownLabelsAsync(text)];

    public static string WithoutComments(string file) => Comment().Replace(File.ReadAllText(file), string.Empty);

    private static bool Satisfied(string scrape, string metric, Match matcher)
    {
        var (label, comparison, value) = (matcher.Groups[1].Value, matcher.Groups[2].Value, matcher.Groups[3].Value);
        var values = Regex.Matches(scrape, $@"^{metric}\{{(?:.*,)?{label}=""((?:[^""\\]|\\.)*)""", RegexOptions.Multiline).Select(match => match.Groups[1].Value).ToList();
        return comparison switch
        {
            "=" => values.Contains(value),
            "=~" => values.Exists(each => Regex.IsMatch(each, $"^(?:{value})$")),
            _ => values.Count > 0,
        };
    }

    [GeneratedRegex(@"(?<![a-zA-Z0-9_:""])balloon[_:][a-zA-Z0-9_:]*[a-zA-Z0-9_](?![a-zA-Z0-9_:]|\s*(?:=~|!=|!~|=)\s*"")")]
    private static partial Regex Name();

    [GeneratedRegex(@"(balloon_[a-z_]+)\{([^}]*)\}")]
    private static partial Regex Selector();

    [GeneratedRegex(@"([a-z_]+)(=~|!~|!=|=)""([^""]*)""")]
    private static partial Regex Matcher();

    [GeneratedRegex(@"^\s*- record: ""?([a-zA-Z0-9_:]+)""?\s*$", RegexOptions.Multiline)]
    private static partial Regex Record();

    [GeneratedRegex(@"^\s*#.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();
}
