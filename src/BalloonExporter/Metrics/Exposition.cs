using BalloonExporter.Domains;
using BalloonExporter.Metrics.Text;

namespace BalloonExporter.Metrics;

/// <summary>Writes a snapshot in Prometheus' text format.</summary>
/// <remarks>
/// The snapshot's series are written afresh each time: a domain that is gone leaves nothing behind, and a counter that restarted
/// with its guest may be lower than before. What this program counts itself lives in a registry of prometheus-net.
/// </remarks>
internal sealed partial class Exposition(IEnumerable<ICollector> collectors, FeedbackMetrics feedback, ILogger<Exposition> log)
{
    private readonly ICollector[] _collectors = [.. collectors];

    /// <summary>Writes the wanted parts of a snapshot. Domains that the operator left out have no series at all.</summary>
    public async Task WriteAsync(HostSnapshot snapshot, IReadOnlySet<CollectorName> wanted, Stream output, CancellationToken cancellation)
    {
        var shown = snapshot with
        {
            Domains = [.. snapshot.Domains.Where(domain => !domain.Excluded)],
            Parts = [.. snapshot.Parts.Where(part => !Unwanted(part.Part, wanted))],
        };
        foreach (var collector in _collectors)
        {
            if (collector.Name is { } name && !wanted.Contains(name))
                continue;
            // One at a time: its pieces serve the next one.
            using var page = new MetricPage();
            try
            {
                collector.Collect(shown, page);
            }
            catch (Exception exception)
            {
                // A collector that fails costs its own series, never the scrape.
                CollectorFailed(collector.GetType().Name, exception);
            }

            await page.WriteToAsync(output, cancellation);
        }

        if (wanted.Contains(CollectorName.Feedback))
            await feedback.Registry.CollectAndExportAsTextAsync(output, cancellation);
    }

    // Some parts are read whatever is asked for, because decisions need them.
    private static bool Unwanted(string part, IReadOnlySet<CollectorName> wanted) =>
        Enum.TryParse<CollectorName>(part, ignoreCase: true, out var name) && !wanted.Contains(name);

    [LoggerMessage(LogLevel.Error, "A collector failed: its series are missing from this scrape")]
    private partial void CollectorFailed(string collector, Exception exception);
}
