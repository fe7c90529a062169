using System.Diagnostics;
using System.Globalization;
using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests;

/// <summary>Prometheus and two Alertmanagers in a cluster, each of which breaks in turn, between one guest and one exporter.</summary>
/// <remarks>The targets are written by the test instead of planned, so that each step knows what has to come and when.</remarks>
public sealed class MessengerTests(Host host) : IClassFixture<Host>, IAsyncLifetime
{
    private const long MiB = 1024 * 1024;
    private const string Rules = "messenger.yml";
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(20);

    private readonly List<IAsyncDisposable> _parts = [];
    private Guest _guest = null!;
    private ExporterProcess _exporter = null!;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var part in Enumerable.Reverse(_parts))
            await part.DisposeAsync();
    }

    [Fact]
    public async Task Targets_come_in_time_and_once_a_silence_holds_them_and_what_breaks_undoes_nothing()
    {
        // It has more than it needs and is given more still: no reflex has reason to step in between, and no cooldown stops a gift.
        _guest = Part(await Guest.StartAsync(host.Libvirt, new GuestOptions("messenger") { Autodeflate = false }));
        await _guest.WaitForStatisticsAsync();
        await host.Libvirt.Virsh.SetMemoryAsync(_guest.Name, 640 * 1024);
        await Wait.UntilAsync("squeezed", TimeSpan.FromSeconds(20), async () => (await _guest.StatisticsAsync()).CurrentKib == 640 * 1024);
        _exporter = Part(await host.StartActingExporterAsync());
        var options = new AlertmanagerOptions(_exporter.FeedbackAddress, host.Folder.PathOf("token"));
        var ports = (First: FreePort.Find(), Second: FreePort.Find());
        var first = Part(await AlertmanagerServer.StartAsync(host.Folder, options with { Name = "am-1", ClusterPort = ports.First }));
        var second = Part(await AlertmanagerServer.StartAsync(
            host.Folder, options with { Name = "am-2", ClusterPort = ports.Second, Peer = ports.First, Port = FreePort.Find() }));
        await Wait.UntilAsync("managed", TimeSpan.FromSeconds(30), async () => (await _exporter.MetricsAsync()).Sum("balloon_domain_managed") == 1, UnmanagedAsync);
        var rules = await host.Folder.WriteAsync(Rules, Target(680));
        var prometheus = Part(await PrometheusServer.StartAsync(host.Folder, new PrometheusOptions
        {
            Targets = [_exporter.Address],
            Alertmanagers = [first.Address, second.Address],
            RuleFiles = [rules],
        }));

        await AppliedAsync("two Alertmanagers in a cluster", 680, TimeSpan.FromSeconds(40));

        // A silence at one Alertmanager, which its cluster passes on to the other.
        var silence = await first.SilenceAsync(new Dictionary<string, string> { ["alertname"] = "BalloonTarget" }, TimeSpan.FromMinutes(5));
        await Wait.UntilAsync("both know the silence", TimeSpan.FromSeconds(10), async () =>
            await first.HasSilenceAsync(silence) && await second.HasSilenceAsync(silence));
        Assert.True(await prometheus.ReloadAsync(Rules, Target(720)));
        await HeartbeatsAsync("silenced", 2);
        Assert.DoesNotContain(720, AppliedMib());
        await first.ExpireSilenceAsync(silence);
        await AppliedAsync("the silence ended", 720, Fresh);

        // A rule file that cannot be read: the old rules go on.
        Assert.False(await prometheus.ReloadAsync(Rules, Target(760) + "  - name: [\n"));
        await HeartbeatsAsync("a rule file with a syntax error", 1);
        Assert.DoesNotContain(760, AppliedMib());

        Assert.True(await prometheus.ReloadAsync(Rules, Target(760)));
        await AppliedAsync("a changed target", 760, Fresh);

        // One Alertmanager is enough, none is a silence, and one that comes back knows by itself.
        await first.KillAsync();
        Assert.True(await prometheus.ReloadAsync(Rules, Target(800)));
        await AppliedAsync("one Alertmanager killed", 800, Fresh);
        await second.KillAsync();
        Assert.True(await prometheus.ReloadAsync(Rules, Target(840)));
        await Task.Delay(TimeSpan.FromSeconds(6));
        Assert.DoesNotContain(840, AppliedMib());
        second = Part(await AlertmanagerServer.StartAsync(
            host.Folder, options with { Name = "am-2", ClusterPort = ports.Second, Port = second.Address.Port }));
        await AppliedAsync("an Alertmanager restarted", 840, Fresh + TimeSpan.FromSeconds(10));

        // Prometheus dies, its alerts run out, and nothing is undone.
        await prometheus.KillAsync();
        await Wait.UntilAsync("the alerts ran out", TimeSpan.FromSeconds(60), async () => (await second.AlertsAsync()).Count == 0);
        Assert.Equal([680, 720, 760, 800, 840], AppliedMib());
        Assert.Equal(840 * 1024, (await _guest.StatisticsAsync()).CurrentKib);
    }

    private async Task AppliedAsync(string what, int mib, TimeSpan limit)
    {
        var watch = Stopwatch.StartNew();
        await Wait.UntilAsync($"{what}: {mib} MiB applied", limit, () => Task.FromResult(AppliedMib().Contains(mib)), SaidAsync);
        Report.Line($"messengers: {what}, carried out {watch.Elapsed.TotalSeconds:0.0} s later");
    }

    private async Task HeartbeatsAsync(string what, int count)
    {
        for (var beat = 0; beat < count; beat++)
        {
            var last = await LastHeartbeatAsync();
            await Wait.UntilAsync($"{what}: a heartbeat", TimeSpan.FromSeconds(15), async () => await LastHeartbeatAsync() > last, SaidAsync);
        }
    }

    private async Task<double> LastHeartbeatAsync() => (await _exporter.MetricsAsync()).Find("balloon_feedback_last_heartbeat_timestamp_seconds") ?? 0;

    // Each target once, although two deliver it again and again.
    private List<int> AppliedMib() =>
    [
        .. _exporter.Lines.Where(line => line.Text.Contains("verdict=applied", StringComparison.Ordinal))
            .Select(line => (int)(long.Parse(Logfmt.Parse(line.Text)["to_bytes"], CultureInfo.InvariantCulture) / MiB)),
    ];

    private async Task<string> UnmanagedAsync() =>
        string.Join('\n', (await _exporter.MetricsAsync()).All("balloon_domain_unmanaged").Select(sample => sample["reason"]));

    private Task<string> SaidAsync() => Task.FromResult(string.Join('\n', _exporter.Lines.TakeLast(12).Select(line => line.Text)));

    private static string Target(int mib) =>
        $$$"""
        groups:
          - name: messenger
            rules:
              - alert: BalloonTarget
                expr: balloon_domain_memory_maximum_bytes * 0 + {{{mib * MiB}}}
                labels: {severity: none, direction: give}
                annotations:
                  balloon_target_bytes: '{{ printf "%.0f" $value }}'
                  balloon_evaluated_at: '{{ with query "time()" }}{{ . | first | value | printf "%.0f" }}{{ end }}'
              - alert: BalloonHeartbeat
                expr: balloon_libvirt_up
                labels: {severity: none}
                annotations:
                  balloon_evaluated_at: '{{ with query "time()" }}{{ . | first | value | printf "%.0f" }}{{ end }}'

        """;

    private T Part<T>(T part)
        where T : IAsyncDisposable
    {
        _parts.Add(part);
        return part;
    }
}
