using BalloonExporter.Core.Model;
using BalloonExporter.Core.Restarts;
using Prometheus;

namespace BalloonExporter.Metrics;

/// <summary>Restarts of servers by this process.</summary>
internal sealed class RestartMetrics : IExporterMetrics
{
    // How a restart can end; a guest that still runs and a failed start count when that is known.
    private static readonly RestartPhase[] Results =
        [RestartPhase.Done, RestartPhase.StillRunning, RestartPhase.StartFailed, RestartPhase.Failed, RestartPhase.Withdrawn];

    private readonly RestartStatus _status;
    private readonly Counter _ended;
    private readonly Counter _refused;
    private readonly Gauge _running;
    private readonly Gauge _failed;

    public RestartMetrics(RestartStatus status)
    {
        _status = status;
        var metrics = Prometheus.Metrics.WithCustomRegistry(Registry);
        _ended = metrics.CreateCounter("balloon_restarts_total", "Restarts of servers by how they ended.", ["mode", "result"]);
        _refused = metrics.CreateCounter("balloon_restart_refusals_total", "Restarts that were refused before the guest was touched.", ["reason"]);
        _running = metrics.CreateGauge("balloon_restarts_running", "Restarts under way.");
        _failed = metrics.CreateGauge("balloon_restart_failed", "A domain that a restart has left off because it could not be started; absent otherwise.", ["domain", "uuid"]);
    }

    public CollectorName? Name => CollectorName.Feedback;

    public CollectorRegistry Registry { get; } = Prometheus.Metrics.NewCustomRegistry();

    public void Refresh()
    {
        foreach (var mode in Enum.GetValues<RestartMode>())
        {
            foreach (var result in Results)
                _ended.WithLabels(mode.ToLabel(), result.ToLabel()).IncTo(_status.Ended(mode, result));
        }

        foreach (var reason in Enum.GetValues<RestartRefusal>())
            _refused.WithLabels(reason.ToLabel()).IncTo(_status.Refused(reason));
        _running.Set(_status.UnderWay);
        ShowFailed();
    }

    private void ShowFailed()
    {
        var failed = _status.StartFailed.Select(restart => (string[])[TextBounds.Cut(restart.Name), restart.Uuid.ToString()]).ToList();
        foreach (var gone in _failed.GetAllLabelValues().Where(labels => !failed.Exists(each => each[0] == labels[0] && each[1] == labels[1])).ToList())
            _failed.RemoveLabelled(gone);
        foreach (var labels in failed)
            _failed.WithLabels(labels).Set(1);
    }
}
