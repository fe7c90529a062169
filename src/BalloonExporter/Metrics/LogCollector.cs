using BalloonExporter.Core.Model;
using ExporterToolkit.Exposition;
using ExporterToolkit.Logging;

namespace BalloonExporter.Metrics;

/// <summary>Whether log lines reach whoever keeps them.</summary>
internal sealed class LogCollector(ILogWriter writer) : ICollector
{
    public CollectorName? Name => null;

    public void Collect(HostSnapshot snapshot, MetricPage page)
    {
        page.Counter("balloon_audit_errors_total", "Audit lines that were not written within a second; while this goes up no memory is taken.")
            .Write(writer.AuditErrors);
        page.Counter("balloon_log_lines_dropped_total", "Other log lines given up because the log could not be written.").Write(writer.DroppedLines);
    }
}
