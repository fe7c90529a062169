using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using Prometheus;

namespace BalloonExporter.Metrics;

/// <summary>State of the connections to libvirt since the start.</summary>
internal sealed class ConnectionMetrics : IExporterMetrics
{
    private readonly IConnectionHealth _health;
    private readonly Counter _reconnects;
    private readonly Gauge _abandonedCalls;
    private readonly Counter _callbackErrors;
    private readonly Counter _monitorCalls;

    public ConnectionMetrics(IConnectionHealth health)
    {
        _health = health;
        var metrics = Prometheus.Metrics.WithCustomRegistry(Registry);
        _reconnects = metrics.CreateCounter("balloon_libvirt_reconnects_total", "Reconnects to libvirt.");
        _abandonedCalls = metrics.CreateGauge(
            "balloon_libvirt_abandoned_calls", "Calls to libvirt abandoned at their deadline that have not returned yet.");
        _callbackErrors = metrics.CreateCounter("balloon_libvirt_callback_errors_total", "Events of libvirt whose handling failed.");
        _monitorCalls = metrics.CreateCounter(
            "balloon_libvirt_monitor_calls_total", "Calls to libvirt that ask the monitor of a domain, one for each domain of a call.", ["call"]);
    }

    public CollectorName? Name => null;

    public CollectorRegistry Registry { get; } = Prometheus.Metrics.NewCustomRegistry();

    public void Refresh()
    {
        _reconnects.IncTo(_health.Reconnects);
        _abandonedCalls.Set(_health.AbandonedCalls);
        _callbackErrors.IncTo(_health.CallbackErrors);
        foreach (var call in Enum.GetValues<MonitorCall>())
            _monitorCalls.WithLabels(call.ToLabel()).IncTo(_health.MonitorCalls(call));
    }
}
