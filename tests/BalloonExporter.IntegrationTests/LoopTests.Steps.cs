using System.Globalization;
using BalloonExporter.IntegrationTests.Dashboards;
using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests;

public sealed partial class LoopTests
{
    // A scrape that meets another question to a guest's monitor, such as this test's own, shows that guest as unmanaged: not that moment.
    private async Task<DateTimeOffset> AllManagedAsync()
    {
        DateTimeOffset moment = default;
        await Wait.UntilAsync("a moment at which all are managed", TimeSpan.FromSeconds(20), async () =>
        {
            moment = TimeProvider.System.GetUtcNow();
            return (await _prometheus!.AskAsync("min(balloon_domain_managed) == 1", moment)).GetProperty("result").GetArrayLength() == 1;
        });
        return moment;
    }

    // The dashboards of one guest's host, at the end of all that: everything they ask has been measured by then, on real guests.
    private DashboardProof Boards(Guest domain, DateTimeOffset[] moments) => new(_prometheus!, _started, moments, new Dictionary<string, string>
    {
        ["$job"] = "balloon-exporter",
        ["$instance"] = _exporter!.Address.Authority,
        ["$uuid"] = domain.Uuid.ToString(),
        ["$__interval"] = "2s",
        // As Grafana computes it: four scrapes.
        ["$__rate_interval"] = "8s",
        ["$__range"] = string.Create(CultureInfo.InvariantCulture, $"{(moments[^1] - _started).TotalSeconds:0}s"),
    });

    private static async Task DashboardsShowItAsync(DashboardProof boards)
    {
        var wrong = await boards.WrongAsync();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    // What was true during the last scrape need not be true now: half a minute after the data ended no tile shows a value.
    private async Task TilesEndWithTheExporterAsync(DashboardProof boards)
    {
        Assert.NotEmpty(await boards.ShownAsync());
        await _exporter!.DisposeAsync();
        _exporter = null;
        var took = await Wait.UntilAsync("no tile shows anything", TimeSpan.FromSeconds(30), async () => (await boards.ShownAsync()).Count == 0,
            async () => string.Join('\n', await boards.ShownAsync()));
        Report.Line($"loop: the dashboards' tiles are empty {took.TotalSeconds:0.0} s after the exporter ended");
    }

    private async Task StartLoopAsync(long budgetKib)
    {
        // One Alertmanager tells it, and it asks another one, that never has anything to say.
        _askedAlertmanager = await AlertmanagerServer.StartAsync(
            host.Folder, new AlertmanagerOptions(new Uri("http://127.0.0.1:9/"), await host.Folder.WriteAsync("asked-token", "nobodys-token-of-some-length\n")) { Name = "asked" });
        // All that lies minutes apart in life follows at once here.
        _exporter = await host.StartActingExporterAsync(
            budgetKib.ToString(CultureInfo.InvariantCulture) + "KiB", $"--alertmanager.url={_askedAlertmanager.Address}", "--alertmanager.poll-interval=2s", "--policy.pacing=0s");
        // Out of grace and measured before the plan begins, so that the legs time the loop and not the start.
        await Wait.UntilAsync("managed", TimeSpan.FromSeconds(20), async () => (await _exporter.MetricsAsync()).Sum("balloon_domain_managed") >= _guests.Count);
        _alertmanager = await AlertmanagerServer.StartAsync(
            host.Folder, new AlertmanagerOptions(_exporter.FeedbackAddress, host.Folder.PathOf("token")));
        _watch.Start();
        _started = TimeProvider.System.GetUtcNow();
        _prometheus = await PrometheusServer.StartAsync(host.Folder, new PrometheusOptions
        {
            Targets = [_exporter.Address],
            Alertmanagers = [_alertmanager.Address],
        });
        Report.Line($"loop: Prometheus {await _prometheus.VersionAsync()}, Alertmanager {await _alertmanager.VersionAsync()}");
    }

    private async Task LegAsync(string leg, Func<Task<bool>> reached, TimeSpan? limit = null)
    {
        await Wait.UntilAsync(leg, limit ?? TimeSpan.FromSeconds(40), reached, PlanAsync);
        Report.Line($"loop, leg {leg}: {_watch.Elapsed.TotalSeconds:0.0} s after Prometheus started");
    }

    private async Task<double?> QueryAsync(string query) => await _prometheus!.QueryValueAsync(query);

    private async Task<double> AvailableRatioAsync()
    {
        var page = await _exporter!.MetricsAsync();
        return page.Value("balloon_host_memory_available_bytes") / page.Value("balloon_host_memory_total_bytes");
    }

    private double? TargetOf(Guid uuid) =>
        AppliedLines().Where(line => line["uuid"] == uuid.ToString()).Select(line => (double?)double.Parse(line["to_bytes"], CultureInfo.InvariantCulture)).LastOrDefault();

    private List<IReadOnlyDictionary<string, string>> AppliedLines() =>
        [.. _exporter!.Lines.Where(line => line.Text.Contains("verdict=applied", StringComparison.Ordinal)).Select(line => Logfmt.Parse(line.Text))];

    // What the plan and the hosts' figures were when something did not happen.
    private async Task<string> PlanAsync()
    {
        var lines = new List<string>();
        foreach (var query in (string[])["balloon:host_level:number", "balloon:host_available:ratio", "balloon:host_deficit:bytes", "balloon:domain_demand:bytes",
            "balloon:domain_target:bytes", "balloon:domain_target:recommended_bytes", "balloon_domain_memory_current_bytes", "balloon_domain_host_resident_bytes"])
        {
            foreach (var sample in await _prometheus!.QueryAsync(query))
                lines.Add(string.Create(CultureInfo.InvariantCulture, $"{query} {sample["domain"]} {(sample.Value > 1000 ? sample.Value / MiB : sample.Value):0.###}"));
        }

        return string.Join('\n', lines.Concat(_exporter!.Lines.TakeLast(10).Select(line => line.Text)));
    }

    private async Task<Guest> StartAsync(GuestOptions options)
    {
        var guest = await Guest.StartAsync(host.Libvirt, options);
        _guests.Add(guest);
        // As with a system daemon: what the host's kernel counts of a guest is counted by its cgroup.
        await guest.EnterOwnCgroupAsync();
        await guest.WaitForStatisticsAsync();
        return guest;
    }
}
