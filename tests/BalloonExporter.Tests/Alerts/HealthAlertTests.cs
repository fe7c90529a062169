namespace BalloonExporter.Tests.Alerts;

/// <summary>What the alerts for people have in common.</summary>
public sealed class HealthAlertTests
{
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

    // The planner's constants are those of all hosts.
    [Theory]
    [MemberData(nameof(Names))]
    public void A_description_names_the_host(string name) =>
        Assert.Equal(name != "BalloonPlannerConfigInvalid", PeopleAlert.All.Single(alert => alert.Name == name).Description!.Contains("{{ $labels.instance }}", StringComparison.Ordinal));

    [Fact]
    public void No_alert_is_there_twice() => Assert.Equal(PeopleAlert.All.Count, PeopleAlert.All.DistinctBy(alert => alert.Name).Count());

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
}
