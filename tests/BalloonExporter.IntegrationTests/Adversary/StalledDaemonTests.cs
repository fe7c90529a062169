using System.Globalization;
using System.Net;
using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests.Adversary;

/// <summary>libvirt's client library ends the process when several threads share a connection and the daemon stalls for 20 to 25 s.</summary>
[Trait("suite", "adversary")]
public sealed class StalledDaemonTests(Host host) : IClassFixture<Host>, IAsyncLifetime
{
    private const int Domains = 8;
    private const int Rounds = 3;
    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan BackAgain = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private IReadOnlyDictionary<string, Guid> _domains = new Dictionary<string, Guid>();

    public async Task InitializeAsync() => _domains = await TinyDomains.CreateAsync(host.Libvirt, Domains, "stalled");

    public Task DisposeAsync()
    {
        Signals.SendContinue(host.Libvirt.ProcessId);
        return host.Libvirt.Virsh.DestroyAllAsync();
    }

    [Fact]
    public async Task A_daemon_that_stalls_three_times_for_25_seconds_costs_its_series_meanwhile_and_no_more()
    {
        await using var acting = await host.StartActingExporterAsync();
        await using var observing = await ExporterProcess.StartAsync(host.Folder, Host.Binary, new ExporterOptions(host.Libvirt.Uri));
        ExporterProcess[] exporters = [acting, observing];
        using var done = new CancellationTokenSource();
        var callers = exporters.SelectMany(exporter => CallersOf(exporter, done.Token)).ToList();
        var slowest = TimeSpan.Zero;
        for (var round = 1; round <= Rounds; round++)
        {
            await WaitUntilWholeAsync(exporters);
            Assert.True(Signals.SendStop(host.Libvirt.ProcessId));
            await Task.Delay(Stall);
            Assert.True(Signals.SendContinue(host.Libvirt.ProcessId));
            var back = await WaitUntilWholeAsync(exporters);
            slowest = back > slowest ? back : slowest;
        }

        await done.CancelAsync();
        await Task.WhenAll(callers);
        Report.Line($"stalled: {Rounds} times {Stall.TotalSeconds:0} s; whole again after {slowest.TotalSeconds:0.0} s at the latest");
        foreach (var exporter in exporters)
        {
            Assert.False(exporter.HasExited, $"exit code {exporter.ExitCode}\n{exporter.LogTail}");
            await Wait.UntilAsync("nothing hangs any more", BackAgain, async () =>
                (await exporter.MetricsAsync()).Value("balloon_libvirt_abandoned_calls") == 0);
        }
    }

    private IEnumerable<Task> CallersOf(ExporterProcess exporter, CancellationToken done) =>
    [
        RepeatAsync(exporter, "/metrics", scrapeTimeout: 10, done),
        RepeatAsync(exporter, "/metrics", scrapeTimeout: 5, done),
        RepeatAsync(exporter, "/metrics", scrapeTimeout: 2, done),
        RepeatAsync(exporter, "/-/ready", scrapeTimeout: 10, done),
        AlertAsync(exporter, _domains.Values.First(), done),
    ];

    private static async Task<TimeSpan> WaitUntilWholeAsync(IEnumerable<ExporterProcess> exporters) =>
        (await Task.WhenAll(exporters.Select(exporter => Wait.UntilAsync("a whole scrape", BackAgain, async () =>
        {
            Assert.False(exporter.HasExited, $"exit code {exporter.ExitCode}\n{exporter.LogTail}");
            return (await exporter.MetricsAsync()).All("balloon_domain_scrape_success").Count(sample => sample.Value == 1) == Domains;
        })))).Max();

    private static async Task RepeatAsync(ExporterProcess exporter, string path, int scrapeTimeout, CancellationToken done)
    {
        using var client = new HttpClient { BaseAddress = exporter.Address };
        client.DefaultRequestHeaders.Add("X-Prometheus-Scrape-Timeout-Seconds", scrapeTimeout.ToString(CultureInfo.InvariantCulture));
        while (!done.IsCancellationRequested && !exporter.HasExited)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), done);
                Assert.Contains(answer.StatusCode, (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable]);
                await Task.Delay(Pause, done);
            }
            catch (Exception exception) when (done.IsCancellationRequested || (exception is HttpRequestException && exporter.HasExited))
            {
                return;
            }
        }
    }

    private static async Task AlertAsync(ExporterProcess exporter, Guid uuid, CancellationToken done)
    {
        while (!done.IsCancellationRequested && !exporter.HasExited)
        {
            try
            {
                await exporter.PostFeedbackAsync(Payload.Of(Payload.Alert(uuid, 16)), done);
                await Task.Delay(Pause, done);
            }
            catch (Exception exception) when (done.IsCancellationRequested || (exception is HttpRequestException && exporter.HasExited))
            {
                return;
            }
        }
    }
}
