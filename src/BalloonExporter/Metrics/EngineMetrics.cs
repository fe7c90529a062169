using BalloonExporter.Core.Model;
using BalloonExporter.Core.Planning;
using BalloonExporter.Core.Policy;
using BalloonExporter.Core.Ports;
using BalloonExporter.Core.Reflexes;
using Prometheus;

namespace BalloonExporter.Metrics;

/// <summary>Whether the exporter is paused, what its reflexes are about, and the constants that it goes by.</summary>
internal sealed class EngineMetrics : IExporterMetrics
{
    private readonly PauseSwitch _pause;
    private readonly ReflexStatus _reflexes;
    private readonly Gauge _paused;
    private readonly Gauge _emergency;
    private readonly Gauge _recovery;
    private readonly Counter _emergencies;
    private readonly Counter _looks;
    private readonly ExpectedStarts _starts;
    private readonly SteadyClock _clock;
    private readonly Counter _announced;
    private readonly Gauge _expected;

    public EngineMetrics(PauseSwitch pause, ReflexStatus reflexes, ExpectedStarts starts, SteadyClock clock, Limits limits)
    {
        (_pause, _reflexes, _starts, _clock) = (pause, reflexes, starts, clock);
        var metrics = Prometheus.Metrics.WithCustomRegistry(Registry);
        _paused = metrics.CreateGauge("balloon_feedback_paused", "Whether the exporter is paused: memory is only given.");
        var constants = metrics.CreateGauge(
            "balloon_planner_constant", "Constants of the plan as used by reflexes and guard-rails, in the units of the rules.", ["name"]);
        foreach (var constant in PlannerConstants.All)
            constants.WithLabels(constant.Name).Set(constant.Of(limits.Planner));
        _emergency = metrics.CreateGauge("balloon_reflex_emergency", "Whether the exporter sees an emergency: the host is about to run out of memory.");
        _recovery = metrics.CreateGauge("balloon_reflex_recovery", "Whether memory is given back because heartbeats have stopped.");
        _emergencies = metrics.CreateCounter(
            "balloon_reflex_emergencies_total", "Emergencies of the host, by the first sign.", ["trigger"]);
        _looks = metrics.CreateCounter("balloon_reflex_looks_total", "Looks of the reflexes at domains.");
        _announced = metrics.CreateCounter("balloon_reflex_starts_announced_total", "Domains announced as about to start, by libvirt's hook or another caller of the API.");
        _expected = metrics.CreateGauge("balloon_reflex_expected_start_bytes", "Memory that announced domains which do not run yet are expected to touch: room is made for it.");
    }

    public CollectorName? Name => CollectorName.Feedback;

    public CollectorRegistry Registry { get; } = Prometheus.Metrics.NewCustomRegistry();

    public void Refresh()
    {
        _paused.Set(_pause.IsPaused ? 1 : 0);
        _emergency.Set(_reflexes.Emergency ? 1 : 0);
        _recovery.Set(_reflexes.Recovery ? 1 : 0);
        _looks.IncTo(_reflexes.Looks);
        _announced.IncTo(_starts.Announced);
        _expected.Set(Kib.ToSample(_starts.ExpectedKib(_clock.Now)));
        foreach (var trigger in Enum.GetValues<EmergencyTrigger>())
            _emergencies.WithLabels(trigger.ToLabel()).IncTo(_reflexes.Emergencies(trigger));
    }
}
