using System.CommandLine;
using BalloonExporter.Cli;
using BalloonExporter.Tests.Alerts;

namespace BalloonExporter.Tests.Cli;

/// <summary>What it writes is judged by promtool.</summary>
public sealed class RulesExportCommandTests : IDisposable
{
    private static readonly string Alerts = Path.Combine(Repository.Root, "alerts");

    private readonly string _folder = Directory.CreateTempSubdirectory("balloon-rules").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Without_options_the_files_are_those_of_this_version()
    {
        var (code, output, errors) = Run("--out", Out());

        Assert.Equal((0, ""), (code, errors));
        var rules = Directory.GetFiles(Alerts, "*.rules.yml").Concat(Directory.GetFiles(Path.Combine(Alerts, "runbooks"))).ToList();
        Assert.Equal(
            rules.Select(file => Path.Combine(Out(), Path.GetRelativePath(Alerts, file))).Order(StringComparer.Ordinal), output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
        foreach (var file in rules)
            Assert.Equal(File.ReadAllText(file), File.ReadAllText(Path.Combine(Out(), Path.GetRelativePath(Alerts, file))));
    }

    [Trait("needs", "debian")]
    [Fact]
    public async Task Runbooks_and_job_are_those_that_were_asked_for()
    {
        var (code, _, errors) = Run("--out", Out(), "--runbook-url=https://wiki.example.org/a$1/", "--job=(?i)kvm-(?:hosts|lab)[.]x");

        Assert.Equal((0, ""), (code, errors));
        var text = File.ReadAllText(Path.Combine(Out(), "health.rules.yml"));
        Assert.Contains("\n          runbook_url: https://wiki.example.org/a$1/BalloonHostRed.md\n", text, StringComparison.Ordinal);
        Assert.Contains("up{job=~\"(?i)kvm-(?:hosts|lab)[.]x\"} == 0\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain(RulePack.RunbookUrl!, text, StringComparison.Ordinal);
        Assert.DoesNotContain($"job=~\"{RulePack.Job}\"", text, StringComparison.Ordinal);
        Assert.Equal(PeopleAlert.All.Count, text.Split("runbook_url: https://wiki.example.org/a$1/").Length - 1);
        var (checkedCode, checkedOutput) = await Tool.RunAsync("promtool", ["check", "rules", .. Directory.GetFiles(Out(), "*.rules.yml")]);
        Assert.True(checkedCode == 0, checkedOutput);
    }

    [Fact]
    public void Every_alert_in_the_files_points_where_the_build_says() =>
        Assert.All(PeopleAlert.All, alert => Assert.Equal($"{RulePack.RunbookUrl}/{alert.Name}.md", alert.RunbookUrl));

    [Fact]
    public void A_second_export_replaces_the_first()
    {
        Run("--out", Out(), "--job=first");
        Run("--out", Out(), "--job=second");

        Assert.Contains("job=~\"second\"", File.ReadAllText(Path.Combine(Out(), "health.rules.yml")), StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.GetFiles(Out(), "*", SearchOption.AllDirectories), file => file.EndsWith(".new", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--job=a b")]
    [InlineData("--job=a\"} or vector(1)")]
    [InlineData("--job=a'")]
    [InlineData("--job=a\nb")]
    [InlineData("--job=(a")]
    [InlineData("--job=")]
    [InlineData("--job=(?x)a")]
    [InlineData("--job=(?n:a)")]
    [InlineData("--runbook-url=wiki")]
    [InlineData("--runbook-url=https://wiki.example.org/{{")]
    [InlineData("--runbook-url=https://wiki.example.org/{{.Labels.instance}}")]
    [InlineData("--runbook-url=/usr/share/doc")]
    [InlineData("--runbook-url=ftp://wiki.example.org")]
    [InlineData("--runbook-url=https://wiki.example.org/a b")]
    [InlineData("--runbook-url=https://wiki.example.org/#x")]
    [InlineData("--runbook-url=")]
    public void What_would_break_the_rules_is_refused_and_writes_nothing(string argument)
    {
        Assert.NotEmpty(new RulesExportCommand().Parse(["--out", Out(), argument]).Errors);
        Assert.NotEqual(0, Run("--out", Out(), argument).Code);
        Assert.False(Directory.Exists(Out()));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_told()
    {
        File.WriteAllText(Out(), "in the way");

        var (code, _, errors) = Run("--out", Out());

        Assert.Equal(1, code);
        Assert.StartsWith($"balloon-exporter: --out={Out()}: ", errors, StringComparison.Ordinal);
    }

    private string Out() => Path.Combine(_folder, "out");

    private static (int Code, string Output, string Errors) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = new RulesExportCommand().Parse(arguments).Invoke(new InvocationConfiguration { Output = output, Error = errors });
        return (code, output.ToString(), errors.ToString());
    }
}
