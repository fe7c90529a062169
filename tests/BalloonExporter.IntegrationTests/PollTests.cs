using System.Globalization;
using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests;

/// <summary>A real Alertmanager is asked for its alerts; its own messages lead nowhere.</summary>
public sealed class PollTests(Host host) : IClassFixture<Host>, IAsyncLifetime
{
    private const int MaximumMib = 512;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private Guest? _guest;
    private AlertmanagerServer? _alertmanager;
    private ExporterProcess? _exporter;

    public async Task InitializeAsync()
    {
        var token = await host.Folder.WriteAsync("token", "correct-horse-battery-staple\n");
        _alertmanager = await AlertmanagerServer.StartAsync(host.Folder, new AlertmanagerOptions(new Uri("http://127.0.0.1:9/"), token));
        _guest = await Guest.StartAsync(host.Libvirt, new GuestOptions("polled") { MemoryMib = MaximumMib });
        await _guest.WaitForStatisticsAsync();
        // Its lease ends before it is asked for.
        await PostAsync(400, TimeSpan.FromSeconds(1));
        await Wait.UntilAsync("the lease over", Patience, async () => (await _alertmanager.AlertsAsync()).Count == 0);
        _exporter = await host.StartActingExporterAsync(null, $"--alertmanager.url={_alertmanager.Address}", "--alertmanager.poll-interval=1s");
        await Wait.UntilAsync("managed", Patience, async () => (await _exporter.MetricsAsync()).Find("balloon_domain_managed", ("domain", "polled")) == 1);
    }

    public async Task DisposeAsync()
    {
        await _guest!.DisposeAsync();
        await _exporter!.DisposeAsync();
        await _alertmanager!.DisposeAsync();
    }

    [Fact]
    public async Task An_ended_lease_moves_nothing_an_active_alert_moves_and_a_silence_stops_it()
    {
        await PolledAsync(3);
        Assert.Equal(0, Applied());

        await PostAsync(400, TimeSpan.FromMinutes(2));
        await Wait.UntilAsync("moved", Patience, () => Task.FromResult(Applied() == 1));
        await _alertmanager!.SilenceAsync(new Dictionary<string, string> { ["alertname"] = "BalloonTarget" }, TimeSpan.FromMinutes(5));
        await Wait.UntilAsync("silenced", Patience, async () => (await _alertmanager.AlertsAsync()).All(alert => alert.State == "suppressed"));
        await PolledAsync(2);
        var before = Applied();
        await PostAsync(MaximumMib, TimeSpan.FromMinutes(2));
        await PolledAsync(3);

        Assert.Equal(before, Applied());
        Report.Line($"poll: an alert in Alertmanager moved a balloon, an ended lease and a silence did not");
    }

    private int Applied() =>
        _exporter!.Lines.Count(line => line.Text.Contains("verdict=applied", StringComparison.Ordinal) && line.Text.Contains("origin=poll", StringComparison.Ordinal));

    private Task PostAsync(long targetMib, TimeSpan lease)
    {
        var now = TimeProvider.System.GetUtcNow();
        return _alertmanager!.PostAlertAsync(
            new Dictionary<string, string> { ["alertname"] = "BalloonTarget", ["uuid"] = _guest!.Uuid.ToString() },
            new Dictionary<string, string>
            {
                ["balloon_target_bytes"] = (targetMib * 1024 * 1024).ToString(CultureInfo.InvariantCulture),
                ["balloon_evaluated_at"] = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            },
            now + lease);
    }

    // Whole polls: what would have moved has moved by then.
    private async Task PolledAsync(int times)
    {
        for (var poll = 0; poll < times; poll++)
        {
            var last = await LastPollAsync();
            await Wait.UntilAsync("another poll", Patience, async () => await LastPollAsync() > last);
        }
    }

    private async Task<double> LastPollAsync() =>
        (await _exporter!.MetricsAsync()).All("balloon_alertmanager_poll_last_success_timestamp_seconds").Select(sample => sample.Value).FirstOrDefault();
}
