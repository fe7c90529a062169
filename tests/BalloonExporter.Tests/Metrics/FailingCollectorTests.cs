using System.Text;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Metrics;
using BalloonExporter.Tests.Fakes;
using ExporterToolkit.Exposition;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Prometheus;
using ICollector = BalloonExporter.Metrics.ICollector;

namespace BalloonExporter.Tests.Metrics;

/// <summary>A collector that throws costs its own series, whole, and its part says so.</summary>
public sealed class FailingCollectorTests
{
    private static readonly HashSet<CollectorName> Everything = [.. Enum.GetValues<CollectorName>()];

    private readonly RecordingLogger<Exposition> _log = new();

    /// <summary>All that the program tells of itself, by its type.</summary>
    public static TheoryData<string> Metrics { get; } = [.. Registered(provider => provider.GetServices<IExporterMetrics>().Select(each => each.GetType().Name).ToList())];

    /// <summary>Every collector of the program by its type.</summary>
    public static TheoryData<string> Collectors { get; } = [.. Registered(provider => provider.GetServices<ICollector>().Select(each => each.GetType().Name).ToList())];

    [Theory]
    [MemberData(nameof(Collectors))]
    public async Task A_collector_that_throws_is_a_failed_part_and_half_its_page_is_dropped(string type)
    {
        var text = await RenderAsync(collector => collector.GetType().Name == type ? new Throwing(collector) : collector);

        var failed = Registered(provider => provider.GetServices<ICollector>().Single(each => each.GetType().Name == type).Name);
        Assert.Contains($"balloon_scrape_collector_success{{collector=\"{failed?.ToLabel() ?? "exporter"}\"}} 0\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("balloon_half", text, StringComparison.Ordinal);
        foreach (var other in Everything.Where(name => name != failed))
            Assert.DoesNotContain($"balloon_scrape_collector_success{{collector=\"{other.ToLabel()}\"}} 0", text, StringComparison.Ordinal);
        // The rest of the page is there.
        Assert.Contains(failed == CollectorName.Host ? "balloon_domain_info{" : "balloon_host_memory_total_bytes ", text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Metrics))]
    public async Task What_the_program_tells_of_itself_fails_its_part_when_it_throws(string type)
    {
        var text = await RenderAsync(collector => collector, metrics: each => each.GetType().Name == type ? new ThrowingMetrics(each) : each);

        var failed = Registered(provider => provider.GetServices<IExporterMetrics>().Single(each => each.GetType().Name == type).Name);
        Assert.Contains($"balloon_scrape_collector_success{{collector=\"{failed?.ToLabel() ?? "exporter"}\"}} 0\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("balloon_half", text, StringComparison.Ordinal);
        Assert.Contains("balloon_libvirt_up 1\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clock_that_throws_fails_what_the_engine_counts()
    {
        var stopped = new StoppedClock();
        var feedback = new FeedbackMetrics(TestOptions.Act, new SteadyClock(stopped), TestOptions.ActsNow(), new Heartbeats());
        stopped.Stopped = true;

        var text = await RenderAsync(collector => collector, metrics: each => each is FeedbackMetrics ? feedback : each);

        Assert.Contains("balloon_scrape_collector_success{collector=\"feedback\"} 0\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("balloon_feedback_decisions_total", text, StringComparison.Ordinal);
        Assert.Contains("balloon_libvirt_up 1\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("commit", "host")]
    [InlineData("openstack", "libvirt")]
    [InlineData("ovirt", "libvirt")]
    public async Task A_part_without_a_read_of_its_own_fails_with_the_one_it_shows(string part, string source)
    {
        var read = Snapshots.Host();
        var failed = read with { Parts = [.. read.Parts.Select(each => each.Part == source ? each with { Error = "unreadable" } : each)] };

        Assert.Contains($"balloon_scrape_collector_success{{collector=\"{part}\"}} 1\n", await RenderAsync(collector => collector, read), StringComparison.Ordinal);
        Assert.Contains($"balloon_scrape_collector_success{{collector=\"{part}\"}} 0\n", await RenderAsync(collector => collector, failed), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_that_was_not_read_neither_succeeded_nor_failed()
    {
        var text = await RenderAsync(collector => collector, Snapshots.Host() with { Memory = null, Parts = [new PartOutcome("libvirt", TimeSpan.Zero, null)] });

        foreach (var part in (string[])["host", "commit", "ksm", "control"])
            Assert.DoesNotContain($"{{collector=\"{part}\"}}", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_fault_is_logged_once_until_it_is_gone()
    {
        var collector = new Throwing(null);
        var exposition = new Exposition([collector], [], new FakeTimeProvider(Snapshots.Noon), _log);
        foreach (var fault in (string?[])["a", "a", "b", null, "b"])
        {
            collector.Fault = fault;
            await exposition.WriteAsync(Snapshots.Host(), Everything, Stream.Null, CancellationToken.None);
        }

        Assert.Equal(["a", "b", "b"], _log.Entries.Select(entry => entry.Exception!.Message));
    }

    private async Task<string> RenderAsync(Func<ICollector, ICollector> change, HostSnapshot? snapshot = null, Func<IExporterMetrics, IExporterMetrics>? metrics = null)
    {
        // Every part was read.
        var parts = Everything.Except([CollectorName.Commit, CollectorName.Openstack, CollectorName.Ovirt, CollectorName.Feedback]);
        snapshot ??= Snapshots.Host() with { Parts = [.. parts.Select(part => new PartOutcome(part.ToLabel(), TimeSpan.Zero, null))] };
        var collectors = Registered(provider => provider.GetServices<ICollector>().Select(change).ToList());
        var own = Registered(provider => provider.GetServices<IExporterMetrics>().Select(metrics ?? (each => each)).ToList());
        using var output = new MemoryStream();
        await new Exposition(collectors, own, new FakeTimeProvider(Snapshots.Noon), _log).WriteAsync(snapshot, Everything, output, CancellationToken.None);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    private static T Registered<T>(Func<IServiceProvider, T> use)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddExporter(TestOptions.Act);
        services.AddSingleton<IConnectionHealth>(new Scrape.Health());
        using var provider = services.BuildServiceProvider();
        return use(provider);
    }

    private sealed class StoppedClock : FakeTimeProvider
    {
        public bool Stopped { get; set; }

        public override DateTimeOffset GetUtcNow() => Stopped ? throw new InvalidOperationException("no clock") : base.GetUtcNow();

        public override long GetTimestamp() => Stopped ? throw new InvalidOperationException("no clock") : base.GetTimestamp();
    }

    private sealed class Throwing(ICollector? instead) : ICollector
    {
        public string? Fault { get; set; } = "broken";

        public CollectorName? Name => instead?.Name;

        public void Collect(HostSnapshot snapshot, MetricPage page)
        {
            page.Gauge("balloon_half", "Half a page.").Write(1);
            if (Fault is { } fault)
                throw new InvalidOperationException(fault);
        }
    }

    private sealed class ThrowingMetrics(IExporterMetrics instead) : IExporterMetrics
    {
        public CollectorName? Name => instead.Name;

        public CollectorRegistry Registry { get; } = Prometheus.Metrics.NewCustomRegistry();

        public void Refresh()
        {
            Prometheus.Metrics.WithCustomRegistry(Registry).CreateGauge("balloon_half", "Half a page.").Set(1);
            throw new InvalidOperationException("broken");
        }
    }
}
