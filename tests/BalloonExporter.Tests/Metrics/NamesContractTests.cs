using System.Text.Json;
using System.Text.RegularExpressions;
using BalloonExporter.Alertmanager;
using BalloonExporter.Options;

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
        Assert.Empty((await KnownNames.UnknownMetricsAsync(KnownNames.WithoutComments(Path.Combine(Alerts, file)))).Except(Annotations));

    [Theory]
    [MemberData(nameof(RuleFiles))]
    public async Task Every_label_that_a_rule_asks_for_exists(string file) =>
        Assert.Empty(await KnownNames.UnknownLabelsAsync(KnownNames.WithoutComments(Path.Combine(Alerts, file))));

    [Theory]
    [MemberData(nameof(DashboardFiles))]
    public async Task Every_metric_that_a_dashboard_uses_exists(string file) =>
        Assert.Empty(await KnownNames.UnknownMetricsAsync(string.Join('\n', Expressions(Path.Combine(Dashboards, file)))));

    [Theory]
    [MemberData(nameof(DashboardFiles))]
    public void Every_dashboard_uses_some(string file) =>
        Assert.NotEmpty(KnownNames.MetricsIn(string.Join('\n', Expressions(Path.Combine(Dashboards, file)))));

    [Fact]
    public void The_actions_carry_the_annotations_that_the_exporter_reads()
    {
        var actions = KnownNames.WithoutComments(Path.Combine(Alerts, "planner.rules.yml"));

        Assert.Equal(
            Annotations.Order(), AnnotationKey().Matches(actions).Select(match => match.Groups[1].Value).Distinct().Order());
        Assert.Contains($"alert: {AlertNames.Heartbeat}\n", actions, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_metric_that_does_not_exist_is_found() =>
        Assert.Equal(
            ["balloon:domain_nothing:bytes", "balloon_domain_nothing_bytes"],
            (await KnownNames.UnknownMetricsAsync("balloon_domain_nothing_bytes + balloon_libvirt_up + balloon:domain_nothing:bytes")).Order(StringComparer.Ordinal));

    [Fact]
    public async Task A_label_that_does_not_exist_is_found() =>
        Assert.Equal(
            ["balloon_domain_unmanaged{reason=\"a_whim\"}", "balloon_domain_state{nothing!=\"\"}"],
            await KnownNames.UnknownLabelsAsync(
                "balloon_domain_unmanaged{reason=\"a_whim\"} + balloon_domain_unmanaged{reason=~\"a_whim|grace|vfio\"} + balloon_domain_state{nothing!=\"\"}"));

    private static readonly string[] Annotations = [AlertReader.TargetAnnotation, AlertReader.EvaluatedAtAnnotation, AlertReader.LifetimeAnnotation];

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

    [GeneratedRegex(@"^\s+(balloon_[a-z_]+):", RegexOptions.Multiline)]
    private static partial Regex AnnotationKey();
}
