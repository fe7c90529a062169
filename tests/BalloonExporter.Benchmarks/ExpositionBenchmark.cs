using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Metrics;
using BalloonExporter.Options.Flags;
using BalloonExporter.Tests.Fakes;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace BalloonExporter.Benchmarks;

/// <summary>From a snapshot to the text of the scrape, with every collector that the program registers.</summary>
[MemoryDiagnoser]
public class ExpositionBenchmark
{
    private ServiceProvider? _services;
    private Exposition? _exposition;
    private HostSnapshot? _snapshot;

    [Params(1, 20, 300, 1000)]
    public int Domains { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var services = new ServiceCollection();
        services.AddExporter(TestOptions.Act);
        services.AddSingleton<IConnectionHealth>(new Health());
        _services = services.BuildServiceProvider();
        _exposition = new Exposition(
            _services.GetServices<ICollector>(), _services.GetServices<IExporterMetrics>(), TimeProvider.System, NullLogger<Exposition>.Instance);
        _snapshot = Snapshots.Host([.. Enumerable.Range(1, Domains).Select(number => Snapshots.Domain(number))]);
    }

    [GlobalCleanup]
    public void Cleanup() => _services?.Dispose();

    [Benchmark]
    public Task Write() => _exposition!.WriteAsync(_snapshot!, CollectorSwitches.Default, Stream.Null, CancellationToken.None);

    private sealed class Health : IConnectionHealth
    {
        public long Reconnects => 0;

        public long AbandonedCalls => 0;

        public long CallbackErrors => 0;

        public long MonitorCalls(MonitorCall kind) => 0;
    }
}
