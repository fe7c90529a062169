using System.Collections.Concurrent;
using BalloonExporter.Core.Model;
using ExporterToolkit.Exposition;

namespace BalloonExporter.Metrics;

/// <summary>Writes a snapshot in Prometheus' text format.</summary>
/// <remarks>
/// The snapshot's series are written anew each time: a domain that is gone leaves nothing behind, and a counter may fall when its guest
/// restarts. This program's own counters are in a registry of prometheus-net.
/// </remarks>
internal sealed partial class Exposition(
    IEnumerable<ICollector> collectors, IEnumerable<IExporterMetrics> metrics, TimeProvider time, ILogger<Exposition> log)
{
    private readonly ICollector[] _collectors = [.. collectors];
    private readonly IExporterMetrics[] _metrics = [.. metrics];

    // Some errors last for the process's lifetime; a line with every scrape would hide the rest of the log.
    private readonly ConcurrentDictionary<string, string> _told = [];

    /// <summary>Writes the wanted parts of a snapshot. Excluded domains have no series.</summary>
    public async Task WriteAsync(HostSnapshot snapshot, IReadOnlySet<CollectorName> wanted, Stream output, CancellationToken cancellation)
    {
        var shown = snapshot with { Domains = [.. snapshot.Domains.Where(domain => !domain.Excluded)] };
        var parts = new PartReport(snapshot.Parts, wanted);
        foreach (var collector in _collectors)
        {
            if (!IsWanted(collector.Name))
                continue;
            // One at a time, so that pieces are reused. All or nothing: half a page would be taken for a complete one.
            using var page = new MetricPage();
            if (await CollectedAsync(collector.Name, collector.GetType().Name, parts, Collect))
                await page.WriteToAsync(output, cancellation);

            Task Collect()
            {
                collector.Collect(shown, page);
                return Task.CompletedTask;
            }
        }

        foreach (var part in _metrics.Where(part => IsWanted(part.Name)))
            await WriteRegistryAsync(part, parts, output, cancellation);
        using var report = new MetricPage();
        parts.Write(report);
        await report.WriteToAsync(output, cancellation);

        bool IsWanted(CollectorName? part) => part is not { } name || wanted.Contains(name);
    }

    private async Task WriteRegistryAsync(IExporterMetrics metrics, PartReport parts, Stream output, CancellationToken cancellation)
    {
        using var page = new MemoryStream();
        if (await CollectedAsync(metrics.Name, metrics.GetType().Name, parts, Collect))
            await output.WriteAsync(page.GetBuffer().AsMemory(0, (int)page.Length), cancellation);

        Task Collect()
        {
            metrics.Refresh();
            return metrics.Registry.CollectAndExportAsTextAsync(page, cancellation);
        }
    }

    // A failed collector only loses its own series.
    private async Task<bool> CollectedAsync(CollectorName? part, string collector, PartReport parts, Func<Task> collect)
    {
        var started = time.GetTimestamp();
        try
        {
            await collect();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            parts.Add(part, time.GetElapsedTime(started), exception.Message);
            if (_told.GetValueOrDefault(collector) != exception.Message)
                CollectorFailed(collector, part?.ToLabel() ?? PartReport.Always, exception);
            _told[collector] = exception.Message;
            return false;
        }

        _told.TryRemove(collector, out _);
        parts.Add(part, time.GetElapsedTime(started), null);
        return true;
    }

    [LoggerMessage(LogLevel.Error, "A collector failed: its series are missing from the scrapes; the same is not said again before it succeeds")]
    private partial void CollectorFailed(string collector, string part, Exception exception);
}
