using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests.Adversary;

/// <summary>Backtests of one history from a file and from a real Prometheus, and the report in a real browser.</summary>
[Trait("suite", "adversary")]
public sealed partial class BacktestTests : IAsyncLifetime
{
    private const long Start = 1_700_000_100;
    private const int Moments = 240;

    private static readonly string Browser = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium";

    private static readonly string[] Makers = ["google.com", "googleapis.com", "gstatic.com", "gvt1.com"];

    private LabFolder _folder = null!;

    public async Task InitializeAsync() => _folder = await LabFolder.CreateAsync();

    public async Task DisposeAsync() => await _folder.DisposeAsync();

    [Fact]
    public async Task File_and_Prometheus_give_the_same_report()
    {
        var file = await _folder.WriteAsync("history.txt", History());
        var blocks = _folder.PathOf("prometheus-data");
        Assert.Equal(0, (await Command.RunAsync(EngineFolder.CommandOf("promtool"), "tsdb", "create-blocks-from", "openmetrics", file, blocks)).Code);
        await using var prometheus = await PrometheusServer.StartAsync(_folder, new PrometheusOptions { RuleFiles = [] });
        string[] range = [$"--from={Start}", $"--to={Start + ((Moments - 1) * 300)}"];

        var (code, output) = await Command.RunAsync(Host.Binary, ["backtest", "--openmetrics", file, .. range, .. Results("file")]);
        Assert.True(code == 0, output);
        (code, output) = await Command.RunAsync(Host.Binary, ["backtest", $"--prometheus.url={prometheus.Address}", .. range, .. Results("api")]);
        Assert.True(code == 0, output);

        foreach (var kind in (string[])["json", "html"])
            Assert.Equal(await File.ReadAllTextAsync(_folder.PathOf($"file.{kind}")), await File.ReadAllTextAsync(_folder.PathOf($"api.{kind}")));
        Assert.Contains("\"hosts\": 2,", await File.ReadAllTextAsync(_folder.PathOf("api.json")), StringComparison.Ordinal);
        var (none, said) = await Command.RunAsync(Host.Binary, "backtest", $"--prometheus.url={prometheus.Address}", "--from=2001-01-01", "--to=2001-01-02", "--json", _folder.PathOf("none.json"));
        Assert.Equal(2, none);
        Assert.Contains("no sample of balloon_domain_working_set_bytes from 2001-01-01T00:00:00Z to 2001-01-02T00:00:00Z", said, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.PathOf("none.json")));
    }

    [Fact]
    public async Task A_browser_draws_the_report_and_loads_nothing()
    {
        var file = await _folder.WriteAsync("history.txt", History());
        Assert.Equal(0, (await Command.RunAsync(Host.Binary, ["backtest", "--openmetrics", file, .. Results("page")])).Code);
        var log = _folder.PathOf("net.json");

        var (code, page) = await Command.RunAsync(
            Browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", $"--user-data-dir={_folder.PathOf("browser")}", $"--log-net-log={log}", "--dump-dom", $"file://{_folder.PathOf("page.html")}");

        Assert.Equal(0, code);
        Assert.Contains("<svg", page, StringComparison.Ordinal);
        Assert.Contains("Servers under their demand", page, StringComparison.Ordinal);
        // What the browser asks of its maker (updates, sign-in) is not of the page.
        var asked = Requested().Matches(await File.ReadAllTextAsync(log)).Select(match => new Uri(match.Groups[1].Value).Host).Where(name => !Makers.Any(maker => name == maker || name.EndsWith("." + maker, StringComparison.Ordinal)));
        Assert.Empty(asked.Distinct());
    }

    private string[] Results(string name) => ["--json", _folder.PathOf($"{name}.json"), "--report", _folder.PathOf($"{name}.html")];

    // Two hosts of 32 GiB with ten servers of 8 GiB each; one of them migrates, one stops, and for half an hour nothing was scraped.
    private static string History()
    {
        var (needs, sold, totals) = (new StringBuilder(), new StringBuilder(), new StringBuilder());
        for (var host = 0; host < 2; host++)
        {
            for (var moment = 0; moment < Moments; moment++)
                totals.Append(CultureInfo.InvariantCulture, $"balloon_host_memory_total_bytes{{instance=\"host{host}:10177\"}} {32L << 30} {Start + (moment * 300)}\n");
            for (var server = 0; server < 10; server++)
            {
                var labels = string.Create(CultureInfo.InvariantCulture, $"{{instance=\"host{host}:10177\",domain=\"shop{server}\",uuid=\"0000000{host}-0000-0000-0000-00000000000{server}\"}}");
                for (var moment = 0; moment < Moments; moment++)
                {
                    if ((server == 3 && moment > 180) || moment is > 100 and < 106)
                        continue;
                    var used = (1L << 30) + ((moment / 24 * (server + 3) * 1_009L % 3000) << 20);
                    needs.Append(CultureInfo.InvariantCulture, $"balloon_domain_working_set_bytes{labels} {used} {Start + (moment * 300)}\n");
                    sold.Append(CultureInfo.InvariantCulture, $"balloon_domain_memory_maximum_bytes{labels} {8L << 30} {Start + (moment * 300)}\n");
                }
            }
        }

        return $"# TYPE balloon_domain_working_set_bytes gauge\n{needs}# TYPE balloon_domain_memory_maximum_bytes gauge\n{sold}# TYPE balloon_host_memory_total_bytes gauge\n{totals}# EOF\n";
    }

    [GeneratedRegex(@"""url"":""(https?:[^""]+)""")]
    private static partial Regex Requested();
}
