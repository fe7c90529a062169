using System.Text.Json;
using System.Text.RegularExpressions;
using BalloonExporter.Alerts;

namespace BalloonExporter.Tests.Metrics;

/// <summary>What alerts and dashboards ask for exists: in the scrape, or as a rule that records it.</summary>
public sealed partial class NamesContractTests
{
    private static readonly string Alerts = Path.Combine(Repository.Root, "alerts");
    private static readonly string Dashboards = Path.Combine(Repository.Root, "dashboards");

    public static TheoryData<string> RuleFiles { get; } = new(Directory.GetFiles(Alerts, "*.rules.yml").Select(file => Path.GetFileName(file)));

    public static TheoryData<string> DashboardFiles { get; } = new(Directory.GetFiles(Dashboards, "*.json").Select(file => Path.GetFileName(file)));

    [Theory]
    [MemberData(nameof(RuleFiles))]
    public async Task Every_metric_that_a_rule_uses_exists(string file) =>
        Assert.Empty((await UnknownAsync(WithoutComments(Path.Combine(Alerts, file)))).Except(Annotations));

    [Theory]
    [MemberData(nameof(DashboardFiles))]
    public async Task Every_metric_that_a_dashboard_uses_exists(string file) =>
        Assert.Empty(await UnknownAsync(string.Join('\n', Expressions(Path.Combine(Dashboards, file)))));

    [Theory]
    [MemberData(nameof(DashboardFiles))]
    public void Every_dashboard_uses_some(string file) =>
        Assert.NotEmpty(Name().Matches(string.Join('\n', Expressions(Path.Combine(Dashboards, file)))));

    [Fact]
    public void The_actions_carry_the_annotations_that_the_exporter_reads()
    {
        var actions = WithoutComments(Path.Combine(Alerts, "actions.rules.yml"));

        Assert.Equal(
            Annotations.Order(), AnnotationKey().Matches(actions).Select(match => match.Groups[1].Value).Distinct().Order());
        Assert.Contains($"alert: {AlertReader.HeartbeatAlert}\n", actions, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_metric_that_does_not_exist_is_found() =>
        Assert.Equal(
            ["balloon:domain_nothing:bytes", "balloon_domain_nothing_bytes"],
            (await UnknownAsync("balloon_domain_nothing_bytes + balloon_libvirt_up + balloon:domain_nothing:bytes")).Order(StringComparer.Ordinal));

    private static readonly string[] Annotations = [AlertReader.TargetAnnotation, AlertReader.EvaluatedAtAnnotation];

    private static async Task<IReadOnlyList<string>> UnknownAsync(string text)
    {
        var known = Scrape.MetricNames(await Scrape.GoldenAsync()).ToHashSet(StringComparer.Ordinal);
        var histograms = known.Where(name => name.EndsWith("_duration_seconds", StringComparison.Ordinal)).ToList();
        known.UnionWith(histograms.SelectMany(name => (string[])[$"{name}_bucket", $"{name}_sum", $"{name}_count"]));
        known.UnionWith(Directory.GetFiles(Alerts, "*.rules.yml").SelectMany(file => Record().Matches(WithoutComments(file))).Select(match => match.Groups[1].Value));
        return
        [
            .. Name().Matches(text).Select(match => match.Value).Distinct()
                // A name that an operator may record to change a constant; by default nobody does.
                .Where(name => !known.Contains(name) && !name.StartsWith("balloon:override:", StringComparison.Ordinal)),
        ];
    }

    private static string WithoutComments(string file) => Comment().Replace(File.ReadAllText(file), string.Empty);

    // Queries of panels, variables and annotations, wherever they stand.
    private static IEnumerable<string> Expressions(string file)
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(file));
        return [.. Walk(dashboard.RootElement)];

        static IEnumerable<string> Walk(JsonElement element) => element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject().SelectMany(property =>
                property.Value.ValueKind == JsonValueKind.String && property.Name is "expr" or "query" or "definition"
                    ? [property.Value.GetString()!]
                    : Walk(property.Value)),
            JsonValueKind.Array => element.EnumerateArray().SelectMany(Walk),
            _ => [],
        };
    }

    [GeneratedRegex(@"(?<![a-zA-Z0-9_:""])balloon[_:][a-zA-Z0-9_:]*[a-zA-Z0-9_]")]
    private static partial Regex Name();

    [GeneratedRegex(@"^\s*- record: ""?([a-zA-Z0-9_:]+)""?\s*$", RegexOptions.Multiline)]
    private static partial Regex Record();

    [GeneratedRegex(@"^\s+(balloon_[a-z_]+):", RegexOptions.Multiline)]
    private static partial Regex AnnotationKey();

    [GeneratedRegex(@"^\s*#.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();
}
