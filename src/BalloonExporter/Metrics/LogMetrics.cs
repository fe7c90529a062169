using BalloonExporter.Core.Model;
using ExporterToolkit.Logging;
using Prometheus;

namespace BalloonExporter.Metrics;

/// <summary>Log lines that were lost or late.</summary>
internal sealed class LogMetrics : IExporterMetrics
{
    private readonly ILogWriter _writer;
    private readonly Counter _auditErrors;
    private readonly Counter _droppedLines;

    public LogMetrics(ILogWriter writer)
    {
        _writer = writer;
        var metrics = Prometheus.Metrics.WithCustomRegistry(Registry);
        _auditErrors = metrics.CreateCounter(
            "balloon_audit_errors_total", "Audit lines that were not written within a second; while this goes up no memory is taken.");
        _droppedLines = metrics.CreateCounter("balloon_log_lines_dropped_total", "Other log lines dropped because the log could not be written.");
    }

    public CollectorName? Name => null;

    public CollectorRegistry Registry { get; } = Prometheus.Metrics.NewCustomRegistry();

    public void Refresh()
    {
        _auditErrors.IncTo(_writer.AuditErrors);
        _droppedLines.IncTo(_writer.DroppedLines);
    }
}
