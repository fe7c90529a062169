using System.Diagnostics;
using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests.Adversary;

/// <summary>A client that may read the metrics says over and over that it has no time.</summary>
public sealed class HastyScraperTests(Host host) : IClassFixture<Host>, IAsyncLifetime
{
    private const int Domains = 12;
    private static readonly TimeSpan Attack = TimeSpan.FromSeconds(2);

    private IReadOnlyDictionary<string, Guid> _domains = new Dictionary<string, Guid>();

    public async Task InitializeAsync() => _domains = await TinyDomains.CreateAsync(host.Libvirt, Domains, "honest");

    public Task DisposeAsync() => host.Libvirt.Virsh.DestroyAllAsync();

    [Theory]
    [InlineData("0.02", false)]
    [InlineData("0.000001", false)]
    [InlineData("10", true)]
    public async Task Scrapers_without_time_spoil_no_honest_scrape_no_decision_and_no_connection(string timeout, bool hangUp)
    {
        await using var exporter = await host.StartActingExporterAsync();
        await Wait.UntilAsync("a whole scrape", TimeSpan.FromSeconds(10), async () => Whole(await exporter.MetricsAsync()));
        using var done = new CancellationTokenSource();
        using var client = new HttpClient { BaseAddress = exporter.Address };
        var attackers = Enumerable.Range(0, 4).Select(_ => HastyScraper.RepeatAsync(client, timeout, hangUp, done.Token)).ToList();

        var watch = Stopwatch.StartNew();
        var (scrapes, spoiled) = (0, 0);
        var reasons = new List<string>();
        while (watch.Elapsed < Attack)
        {
            scrapes++;
            spoiled += Whole(await exporter.MetricsAsync()) ? 0 : 1;
            reasons.AddRange(Payload.Results((await exporter.PostFeedbackAsync(Payload.Of(Payload.Alert(_domains["honest-0003"], 32)))).Body).Select(result => result.Reason));
        }

        await done.CancelAsync();
        await Task.WhenAll(attackers);
        Report.Line($"hasty scrapers ({timeout} s, hang up: {hangUp}): {spoiled} of {scrapes} honest scrapes spoiled");
        Assert.DoesNotContain(reasons, reason => reason is "libvirt_down" or "timeout" or "monitor_busy");
        Assert.InRange(spoiled, 0, Math.Max(1, scrapes / 20));
        var page = await exporter.MetricsAsync();
        Assert.Equal(0, page.Value("balloon_libvirt_reconnects_total"));
        Assert.Equal(0, page.Value("balloon_libvirt_abandoned_calls"));
        Assert.DoesNotContain(exporter.Lines, line =>
            line.Text.Contains("A call to libvirt", StringComparison.Ordinal) || line.Text.Contains("libvirt cannot be reached", StringComparison.Ordinal)
            || line.Text.Contains("A part of the scrape failed", StringComparison.Ordinal));
    }

    private static bool Whole(MetricsPage page) =>
        page.Value("balloon_libvirt_up") == 1 && page.All("balloon_domain_scrape_success").Count(sample => sample.Value == 1) == Domains;
}
