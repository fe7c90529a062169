using System.Collections.Concurrent;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Options;
using Prometheus;

namespace BalloonExporter.Metrics;

/// <summary>What the feedback engine counts where it happens.</summary>
internal sealed class FeedbackMetrics : IExporterMetrics, IFeedbackMetrics
{
    private readonly Counter _notifications;
    private readonly Counter _decisions;
    private readonly Counter _clockSteps;
    private readonly Gauge _clockTime;
    private readonly Gauge _startTime;
    private readonly Moment _startedAt;
    private readonly Gauge _lastHeartbeat;
    private readonly Gauge _pollSuccess;
    private readonly Gauge _pollLastSuccess;
    private readonly Counter _stateErrors;
    private readonly Counter _keyErrors;
    private readonly Histogram _applyDuration;
    private readonly Histogram _recommendationAge;
    private readonly Gauge _mode;
    private readonly Gauge _standby;
    private readonly ExporterOptions _options;
    private readonly SteadyClock _clock;
    private readonly ActingRole _role;
    private readonly ConcurrentDictionary<string, Moment> _polledAt = [];
    private readonly Heartbeats _heartbeats;

    public FeedbackMetrics(ExporterOptions options, SteadyClock clock, ActingRole role, Heartbeats heartbeats)
    {
        (_options, _clock, _role, _heartbeats) = (options, clock, role, heartbeats);
        var metrics = Prometheus.Metrics.WithCustomRegistry(Registry);
        _notifications = metrics.CreateCounter("balloon_feedback_notifications_total", "Messages to the feedback endpoint.", ["result"]);
        _decisions = metrics.CreateCounter("balloon_feedback_decisions_total", "Decisions about targets.", ["decision", "reason", "origin"]);
        _clockSteps = metrics.CreateCounter("balloon_clock_steps_total", "Times the host's clock was set by a second or more.", ["direction"]);
        _clockTime = metrics.CreateGauge("balloon_clock_timestamp_seconds", "The host's clock at the time of the scrape.");
        _startTime = metrics.CreateGauge("balloon_exporter_start_timestamp_seconds", "When this process started, by the host's clock.");
        _startedAt = clock.Now;
        _lastHeartbeat = metrics.CreateGauge(
            "balloon_feedback_last_heartbeat_timestamp_seconds",
            "When the last heartbeat arrived from Alertmanager; absent if none did.",
            new GaugeConfiguration { SuppressInitialValue = true });
        _pollSuccess = metrics.CreateGauge("balloon_alertmanager_poll_success", "Whether the last poll of Alertmanager succeeded.", ["alertmanager"]);
        _pollLastSuccess = metrics.CreateGauge(
            "balloon_alertmanager_poll_last_success_timestamp_seconds", "When Alertmanager last answered; absent if never.", ["alertmanager"]);
        _keyErrors = metrics.CreateCounter("balloon_api_key_errors_total", "How often the keys file or a token file became unusable while it was in use.");
        _applyDuration = metrics.CreateHistogram(
            "balloon_feedback_apply_duration_seconds",
            "Time libvirt took to accept a target.",
            new HistogramConfiguration { Buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5] });
        _recommendationAge = metrics.CreateHistogram(
            "balloon_feedback_recommendation_age_seconds",
            "Age of the data behind a recommendation at its first arrival.",
            new HistogramConfiguration { Buckets = [1, 2.5, 5, 10, 15, 20, 30, 45, 60, 90, 120, 300] });
        _stateErrors = metrics.CreateCounter("balloon_state_errors_total", "Failures to read or write the state file.", ["operation"]);
        foreach (var operation in Enum.GetValues<StateOperation>())
            _stateErrors.WithLabels(operation.ToLabel());
        _mode = metrics.CreateGauge("balloon_feedback_mode", "Mode of the exporter; 1 for the one it runs in.", ["mode"]);
        _standby = metrics.CreateGauge(
            "balloon_feedback_standby", "Whether an exporter in act mode only observes: another exporter acts on this host, or this is unknown.");
        foreach (var result in Enum.GetValues<NotificationResult>())
            _notifications.WithLabels(result.ToLabel());
        _clockSteps.WithLabels("back");
        _clockSteps.WithLabels("forward");
    }

    public CollectorName? Name => CollectorName.Feedback;

    public CollectorRegistry Registry { get; } = Prometheus.Metrics.NewCustomRegistry();

    public void Notification(NotificationResult result) => _notifications.WithLabels(result.ToLabel()).Inc();

    public void Decision(Verdict verdict, DecisionReason reason, RequestOrigin origin) =>
        _decisions.WithLabels(verdict.ToLabel(), reason.ToLabel(), origin.ToLabel()).Inc();

    public void Polled(string alertmanager, Moment? at)
    {
        _pollSuccess.WithLabels(alertmanager).Set(at is null ? 0 : 1);
        if (at is { } moment)
            _polledAt[alertmanager] = moment;
    }

    public void StateError(StateOperation operation) => _stateErrors.WithLabels(operation.ToLabel()).Inc();

    public void KeyUnusable() => _keyErrors.Inc();

    public void Applied(TimeSpan duration) => _applyDuration.Observe(duration.TotalSeconds);

    // A sum that falls would look like a restart.
    public void Arrived(TimeSpan age) => _recommendationAge.Observe(Math.Max(0, age.TotalSeconds));

    public void ClockStepped(TimeSpan step) => _clockSteps.WithLabels(step < TimeSpan.Zero ? "back" : "forward").Inc();

    public void Refresh()
    {
        ShowTimes();
        ShowMode();
    }

    // By the current setting of the wall clock.
    private void ShowTimes()
    {
        _clockTime.Set(Seconds(_clock.Now));
        _startTime.Set(Seconds(_startedAt));
        if (_heartbeats.LastAt is { } heartbeatAt)
            _lastHeartbeat.Set(Seconds(heartbeatAt));
        foreach (var (alertmanager, at) in _polledAt)
            _pollLastSuccess.WithLabels(alertmanager).Set(Seconds(at));
    }

    private void ShowMode()
    {
        var acts = _role.MayAct;
        _mode.WithLabels("observe").Set(acts ? 0 : 1);
        _mode.WithLabels("act").Set(acts ? 1 : 0);
        _standby.Set(_options.Mode == ExporterMode.Act && !acts ? 1 : 0);
    }

    private double Seconds(Moment moment) => _clock.WallTimeOf(moment).ToUnixTimeMilliseconds() / 1000.0;
}
