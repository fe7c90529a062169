using BalloonExporter.Tests.Metrics;

namespace BalloonExporter.Tests.Alerts;

/// <summary>What is told to a person who was woken up.</summary>
public sealed class RunbookTests
{
    public static TheoryData<string> Names { get; } = new(Runbook.All.Select(page => page.Name));

    [Fact]
    public void Every_alert_has_its_runbook_and_every_runbook_its_alert() =>
        Assert.Equal(PeopleAlert.All.Select(alert => alert.Name).Order(StringComparer.Ordinal), Runbook.All.Select(page => page.Name).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_runbook_tells_meaning_impact_diagnosis_and_mitigation(string name)
    {
        var page = Page(name);

        Assert.StartsWith($"# {name}\n", page.Text, StringComparison.Ordinal);
        Assert.Equal(["Meaning", "Impact", "Diagnosis", "Mitigation"], page.Headings);
        Assert.NotEmpty(page.Queries);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_runbook_tells_the_severity_of_its_rule(string name) =>
        Assert.Contains($"\nSeverity: {PeopleAlert.All.Single(alert => alert.Name == name).Severity}. ", Page(name).Text, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_links_lead_somewhere(string name) =>
        Assert.All(Page(name).Links, link => Assert.True(File.Exists(Path.Combine(Runbook.Folder, link)), link));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_metric_and_label_that_its_queries_ask_for_exists(string name)
    {
        var queries = string.Join('\n', Page(name).Queries);

        Assert.Empty(await KnownNames.UnknownAsync(queries));
    }

    [Trait("needs", "debian")]
    [Fact]
    public async Task Every_query_parses()
    {
        var (exitCode, output) = await Promtool.CheckRulesAsync(Runbook.All.SelectMany(page => page.Queries));

        Assert.True(exitCode == 0, output);
    }

    [Trait("needs", "debian")]
    [Fact]
    public async Task A_query_that_does_not_parse_is_found() => Assert.Equal(1, (await Promtool.CheckRulesAsync(["sum by (instance balloon_libvirt_up"])).ExitCode);

    private static Runbook Page(string name) => Runbook.All.Single(page => page.Name == name);
}
