using System.Text.RegularExpressions;
using BalloonExporter.Cli;

namespace BalloonExporter.Tests.Alerts;

/// <summary>The examples for Alertmanager: one host before 0.31, a fleet from then on.</summary>
public sealed partial class AlertmanagerFileTests : IDisposable
{
    private const string Template = "http://{{ .GroupLabels.instance }}/api/v1/feedback";

    private const string OfTheOperator = """
              routes:
                - receiver: balloon-exporter
                  matchers:
                    - instance=~"host[0-9]+[.]example[.]org:10177"
                  mute_time_intervals: [balloon-maintenance]

        """;

    private static readonly string Folder = Path.Combine(Repository.Root, "alerts", "alertmanager");

    private readonly string _temporary = Directory.CreateTempSubdirectory("balloon-amtool").FullName;

    public void Dispose() => Directory.Delete(_temporary, recursive: true);

    [Trait("needs", "debian")]
    [Theory]
    [InlineData("balloon-exporter", "alertname=BalloonTarget", "direction=take", "severity=none")]
    [InlineData("balloon-exporter", "alertname=BalloonHeartbeat", "severity=none")]
    [InlineData("people", "alertname=BalloonHostCritical", "severity=critical")]
    [InlineData("people", "alertname=SomethingElse")]
    public async Task An_alert_goes_to(string receiver, params string[] labels)
    {
        foreach (var file in (string[])[Path.Combine(Folder, "alertmanager.yml"), await ForThisAmtoolAsync()])
            await RoutesAsync(file, receiver, ["job=balloon", "instance=host1.example.org:10177", .. labels]);
    }

    [Trait("needs", "debian")]
    [Theory]
    [InlineData("evil.example.net:10177")]
    [InlineData("evil.example.net:10177/host1.example.org:10177")]
    [InlineData("evil.example.net/?host1.example.org:10177")]
    [InlineData("host1.example.org:10177@evil.example.net")]
    [InlineData("host1.example.org:10177.evil.example.net")]
    [InlineData("host1xexample.org:10177")]
    [InlineData("host1.example.org:80")]
    [InlineData("127.0.0.1:10177")]
    [InlineData("")]
    public async Task An_alert_for_a_host_that_is_not_the_operators_gets_no_token(string instance)
    {
        foreach (var alert in (string[])["BalloonTarget", "BalloonHeartbeat"])
            await RoutesAsync(await ForThisAmtoolAsync(), "balloon-nobody", ["job=balloon", $"alertname={alert}", $"instance=\"{instance}\""]);
    }

    /// <summary>Known of the amtool at hand (0.25): it takes the template for a broken host name. One that does not has to say that the file is good.</summary>
    [Trait("needs", "debian")]
    [Fact]
    public async Task The_file_for_0_31_is_good_but_for_the_template_that_older_versions_refuse()
    {
        var (exitCode, output) = await Tool.RunAsync("amtool", "check-config", Path.Combine(Folder, "alertmanager-0.31.yml"));
        Assert.True(exitCode == 0 || output.Contains("invalid character \"{\" in host name", StringComparison.Ordinal), output);

        (exitCode, output) = await Tool.RunAsync("amtool", "check-config", await ForThisAmtoolAsync());
        Assert.True(exitCode == 0, output);
    }

    [Trait("needs", "debian")]
    [Fact]
    public async Task The_file_for_Mimir_is_good_and_the_same_but_for_the_token_and_where_the_host_is()
    {
        var file = Path.Combine(Folder, "alertmanager-mimir.yml");
        var (exitCode, output) = await Tool.RunAsync("amtool", "check-config", file);

        Assert.True(exitCode == 0, output);
        Assert.Equal(
            Said("alertmanager.yml"),
            Said("alertmanager-mimir.yml").Replace("credentials: REPLACE-BY-THE-TOKEN", "credentials_file: balloon-exporter.token", StringComparison.Ordinal)
                .Replace("host1.example.org", "127.0.0.1", StringComparison.Ordinal));
        await RoutesAsync(file, "balloon-exporter", ["job=balloon", "instance=host1.example.org:10177", "alertname=BalloonTarget", "direction=take", "severity=none"]);
    }

    /// <summary>Mimir refuses them all: a tenant must not read files of the server.</summary>
    [Fact]
    public void The_file_for_Mimir_names_no_file() => Assert.DoesNotMatch("_file(s)?:", Said("alertmanager-mimir.yml"));

    [Fact]
    public void The_template_asks_for_a_label_that_its_route_groups_by()
    {
        var text = File.ReadAllText(Path.Combine(Folder, "alertmanager-0.31.yml"));

        Assert.Contains($"- url: '{Template}'", text, StringComparison.Ordinal);
        Assert.Contains("      group_by: [job, instance]\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Both_files_say_the_same_but_for_the_address_and_whose_hosts_they_are() =>
        Assert.Equal(
            Said("alertmanager.yml"), Said("alertmanager-0.31.yml").Replace($"'{Template}'", "http://127.0.0.1:10177/api/v1/feedback", StringComparison.Ordinal)
                .Replace("receiver: balloon-nobody", "receiver: balloon-exporter", StringComparison.Ordinal)
                .Replace("  - name: balloon-nobody\n", "", StringComparison.Ordinal)
                .Replace(OfTheOperator, "", StringComparison.Ordinal)
                .Replace("      group_by: [job, instance]\n", "      mute_time_intervals: [balloon-maintenance]\n      group_by: [job, instance]\n", StringComparison.Ordinal));

    [Fact]
    public void The_route_of_the_command_has_the_same_shape()
    {
        var written = new AlertmanagerRouting().Write([new FleetTarget("host1.example.org:10177", "host1.example.org:10177", Https: false)]);

        foreach (var text in (string[])[written, File.ReadAllText(Path.Combine(Folder, "alertmanager-0.31.yml"))])
        {
            Assert.Contains("    - receiver: balloon-nobody\n", text, StringComparison.Ordinal);
            Assert.Contains("  - name: balloon-nobody\n", text, StringComparison.Ordinal);
            Assert.Contains("          mute_time_intervals: [balloon-maintenance]\n", text, StringComparison.Ordinal);
        }
    }

    private static async Task RoutesAsync(string file, string receiver, string[] labels)
    {
        var (exitCode, output) = await Tool.RunAsync("amtool", ["config", "routes", "test", $"--config.file={file}", $"--verify.receivers={receiver}", .. labels]);
        Assert.True(exitCode == 0, output);
    }

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
