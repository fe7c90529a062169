using System.Text.RegularExpressions;
using BalloonExporter.Rules;

namespace BalloonExporter.Tests.Alerts;

/// <summary>What the alerts for people have in common.</summary>
public sealed partial class HealthAlertTests
{
    private static readonly string[] OfAllHosts = ["BalloonPlannerConfigInvalid", "BalloonPlannerConstantsDiffer", "BalloonFleetFeedbackSilent", "BalloonFleetFeedbackFaulty", "BalloonNothingScraped", "BalloonMixedVersions", "BalloonMixedModes"];

    public static TheoryData<string> Names { get; } = new(PeopleAlert.All.Select(alert => alert.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void An_alert_has_a_severity_a_static_summary_a_description_and_the_address_of_its_runbook(string name)
    {
        var alert = PeopleAlert.All.Single(alert => alert.Name == name);

        Assert.StartsWith("Balloon", name, StringComparison.Ordinal);
        Assert.Contains(alert.Severity, (string[])["critical", "warning", "info"]);
        Assert.NotNull(alert.Summary);
        Assert.DoesNotContain("{{", alert.Summary, StringComparison.Ordinal);
        Assert.NotNull(alert.Description);
        Assert.EndsWith($"/{name}.md", alert.RunbookUrl, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_description_names_the_host_unless_it_is_about_all(string name) =>
        Assert.Equal(!OfAllHosts.Contains(name), PeopleAlert.All.Single(alert => alert.Name == name).Description!.Contains("{{ $labels.instance }}", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void An_alert_names_a_dashboard_that_exists(string name) =>
        Assert.True(File.Exists(Path.Combine(Repository.Root, "dashboards", $"{PeopleAlert.All.Single(alert => alert.Name == name).DashboardUid}.json")));

    [Fact]
    public void Every_threshold_is_a_number_that_an_override_replaces()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "alerts", "health.rules.yml"));
        var recorded = Threshold().Matches(text).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);

        var thresholds = File.ReadAllText(Path.Combine(Repository.Root, "tests", "alerts", "health-thresholds.test.yml"));

        Assert.NotEmpty(recorded);
        foreach (var (name, expression) in recorded)
        {
            if (RuleConstants.ForAllHostsOnly.Contains(name))
            {
                Assert.Matches($@"^max\(balloon:override:{name}\) or vector\([0-9.]+\)$", expression);
                Assert.Contains($"scalar(balloon:config:{name})", text, StringComparison.Ordinal);
                continue;
            }

            var overridden = $"balloon:override:{name}";
            Assert.Matches($@"^max\({overridden}{{instance=""""}}\) or vector\([0-9.]+\) or max by \(instance\) \({overridden}{{instance!=""""}}\)$", expression);
            // What counts for a host is its own, else what all have: wherever one is asked for the other is too.
            var own = Regex.Count(text, $@"on \(instance\) group_left \(\) balloon:config:{name}{{instance!=""""}}");
            Assert.Equal(own, Regex.Count(text, $@"unless on \(instance\) balloon:config:{name}{{instance!=""""}}"));
            // Where each domain is looked at, both are made one figure for each host first.
            var ofHosts = Regex.Count(text, $@"balloon:config:{name}{{instance!=""""}} or on \(instance\) balloon:instance_nothing:number \+ scalar\(balloon:config:{name}{{instance=""""}}\)");
            Assert.NotEqual(0, own + ofHosts);
            Assert.Equal(own + ofHosts, Regex.Count(text, $@"scalar\(balloon:config:{name}{{instance=""""}}\)"));
            Assert.Equal((2 * own) + ofHosts, Regex.Count(text, $@"balloon:config:{name}{{instance!=""""}}"));
            Assert.Contains($"{overridden}{{instance=\"h1:10177\"}}", thresholds, StringComparison.Ordinal);
        }

        Assert.Empty(UsedThreshold().Matches(text).Select(match => match.Groups[1].Value).Except(recorded.Keys));
    }

    [Fact]
    public void No_alert_is_duplicated() => Assert.Equal(PeopleAlert.All.Count, PeopleAlert.All.DistinctBy(alert => alert.Name).Count());

    [Theory]
    [MemberData(nameof(Names))]
    public void An_alert_is_tested_before_while_and_after_it_fires(string name)
    {
        var tests = string.Concat(Directory.GetFiles(Path.Combine(Repository.Root, "tests", "alerts"), "health-*.test.yml").Select(File.ReadAllText));
        var checks = tests.Split($"- alertname: {name}\n").Skip(1).Select(text => !text.Split("- alertname: ")[0].Contains("exp_alerts: []", StringComparison.Ordinal)).ToList();

        Assert.True(checks.Count >= 3, $"{name} has {checks.Count} checks");
        Assert.False(checks[0]);
        Assert.Contains(true, checks);
        Assert.False(checks[^1]);
    }

    [GeneratedRegex(@"^ +- record: balloon:config:(alert_\w+)\n +expr: (.+)$", RegexOptions.Multiline)]
    private static partial Regex Threshold();

    [GeneratedRegex(@"balloon:config:(alert_\w+)")]
    private static partial Regex UsedThreshold();
}
