using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using Prometheus;

namespace BalloonExporter.Metrics;

/// <summary>How often domains were answered from an earlier read, and whether fresh reads confirmed these.</summary>
internal sealed class ReaderMetrics : IExporterMetrics
{
    private readonly ReaderStatus _reader;
    private readonly Counter _reused;
    private readonly Counter _checks;
    private readonly Counter _mismatches;

    public ReaderMetrics(ReaderStatus reader)
    {
        _reader = reader;
        var metrics = Prometheus.Metrics.WithCustomRegistry(Registry);
        _reused = metrics.CreateCounter("balloon_reader_reused_total", "Domains of scrapes for which QEMU was not asked, because it would have answered the same as before.");
        _checks = metrics.CreateCounter("balloon_reader_checks_total", "Fresh reads of a domain that were compared with the earlier one which scrapes would have reused.");
        _mismatches = metrics.CreateCounter("balloon_reader_mismatches_total", "Of these, reads that found another figure, of which no event told: for an hour every scrape reads all domains.");
    }

    public CollectorName? Name => null;

    public CollectorRegistry Registry { get; } = Prometheus.Metrics.NewCustomRegistry();

    public void Refresh()
    {
        _reused.IncTo(_reader.Reused);
        _checks.IncTo(_reader.Checks);
        _mismatches.IncTo(_reader.Mismatches);
    }
}
