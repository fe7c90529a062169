using BalloonExporter.Domains;
using Prometheus;

namespace BalloonExporter.Metrics;

/// <summary>Writes a snapshot in Prometheus' text format.</summary>
/// <remarks>
/// The snapshot's series go through a fresh registry each time: a domain that is gone leaves nothing behind, and a counter that
/// restarted with its guest may be lower than before.
/// </remarks>
internal sealed partial class Exposition(IEnumerable<ICollector> collectors, FeedbackMetrics feedback, ILogger<Exposition> log)
{
    private readonly ICollector[] _collectors = [.. collectors];

    public async Task WriteAsync(HostSnapshot snapshot, Stream output, CancellationToken cancellation)
    {
        foreach (var collector in _collectors)
        {
            // One at a time: what a collector made is garbage before the next one begins, and little garbage grows old.
            var registry = Prometheus.Metrics.NewCustomRegistry();
            var metrics = Prometheus.Metrics.WithCustomRegistry(registry);
            metrics.ExemplarBehavior = ExemplarBehavior.NoExemplars();
            try
            {
                collector.Collect(snapshot, metrics);
            }
            catch (Exception exception)
            {
                // A collector that fails costs its own series, never the scrape.
                CollectorFailed(collector.GetType().Name, exception);
            }

            await registry.CollectAndExportAsTextAsync(output, cancellation);
        }

        await feedback.Registry.CollectAndExportAsTextAsync(output, cancellation);
    }

    [LoggerMessage(LogLevel.Error, "A collector failed: its series are missing from this scrape")]
    private partial void CollectorFailed(string collector, Exception exception);
}
