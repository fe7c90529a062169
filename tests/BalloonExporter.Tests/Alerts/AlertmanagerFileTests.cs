using System.Text.RegularExpressions;

namespace BalloonExporter.Tests.Alerts;

/// <summary>The examples for Alertmanager: one host before 0.31, a fleet from then on.</summary>
public sealed partial class AlertmanagerFileTests : IDisposable
{
    private const string Template = "http://{{ .GroupLabels.instance }}/api/v1/feedback";

    private static readonly string Folder = Path.Combine(Repository.Root, "alerts", "alertmanager");

    private readonly string _temporary = Directory.CreateTempSubdirectory("balloon-amtool").FullName;

    public void Dispose() => Directory.Delete(_temporary, recursive: true);

    [Theory]
    [InlineData("balloon-exporter", "alertname=BalloonTarget", "direction=take", "severity=none")]
    [InlineData("balloon-exporter", "alertname=BalloonHeartbeat", "severity=none")]
    [InlineData("people", "alertname=BalloonHostCritical", "severity=critical")]
    [InlineData("people", "alertname=SomethingElse")]
    public async Task An_alert_goes_to(string receiver, params string[] labels)
    {
        foreach (var file in (string[])[Path.Combine(Folder, "alertmanager.yml"), await ForThisAmtoolAsync()])
        {
            var (exitCode, output) = await Tool.RunAsync(
                "amtool", ["config", "routes", "test", $"--config.file={file}", $"--verify.receivers={receiver}", "job=balloon", "instance=h1:10177", .. labels]);
            Assert.True(exitCode == 0, output);
        }
    }

    /// <summary>Known of the amtool at hand (0.25): it takes the template for a broken host name. One that does not has to say that the file is good.</summary>
    [Fact]
    public async Task The_file_for_0_31_is_good_but_for_the_template_that_older_versions_refuse()
    {
        var (exitCode, output) = await Tool.RunAsync("amtool", "check-config", Path.Combine(Folder, "alertmanager-0.31.yml"));
        Assert.True(exitCode == 0 || output.Contains("invalid character \"{\" in host name", StringComparison.Ordinal), output);

        (exitCode, output) = await Tool.RunAsync("amtool", "check-config", await ForThisAmtoolAsync());
        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public void The_template_asks_for_a_label_that_its_route_groups_by()
    {
        var text = File.ReadAllText(Path.Combine(Folder, "alertmanager-0.31.yml"));

        Assert.Contains($"- url: '{Template}'", text, StringComparison.Ordinal);
        Assert.Contains("      group_by: [job, instance]\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Both_files_say_the_same_but_for_the_address() =>
        Assert.Equal(
            Said("alertmanager.yml"), Said("alertmanager-0.31.yml").Replace($"'{Template}'", "http://127.0.0.1:10177/api/v1/feedback", StringComparison.Ordinal));

    private static string Said(string file) => Comment().Replace(File.ReadAllText(Path.Combine(Folder, file)), "");

    private async Task<string> ForThisAmtoolAsync()
    {
        var file = Path.Combine(_temporary, "alertmanager.yml");
        var text = await File.ReadAllTextAsync(Path.Combine(Folder, "alertmanager-0.31.yml"));
        await File.WriteAllTextAsync(file, text.Replace("{{ .GroupLabels.instance }}", "127.0.0.1:10177", StringComparison.Ordinal));
        return file;
    }

    [GeneratedRegex(@"^\s*#.*\n|^\s*\n", RegexOptions.Multiline)]
    private static partial Regex Comment();
}
