using BalloonExporter.Domains;
using BalloonExporter.Feedback;
using BalloonExporter.Policy;
using BalloonExporter.Reflexes;
using Prometheus;

namespace BalloonExporter.Metrics;

/// <summary>What holds the feedback engine back, and what its reflexes are about.</summary>
internal sealed class EngineCollector(MovementLedger ledger, PauseSwitch pause, ReflexStatus reflexes, Limits limits) : ICollector
{
    public CollectorName? Name => CollectorName.Feedback;

    public void Collect(HostSnapshot snapshot, IMetricFactory metrics)
    {
        metrics.CreateGauge("balloon_feedback_paused", "Whether somebody paused the exporter: memory is only given.").Set(pause.IsPaused ? 1 : 0);
        if (snapshot.Memory is { } host)
        {
            var open = CircuitBreaker.IsOpen(host, ledger.SurroundingsOf(Guid.Empty, snapshot.TakenAt, limits), limits);
            metrics.CreateGauge("balloon_feedback_circuit_breaker_open", "Whether as much was taken within a minute as may be taken.").Set(open ? 1 : 0);
        }

        metrics.CreateGauge("balloon_reflex_emergency", "Whether the exporter finds the host about to run out of memory.").Set(reflexes.Emergency ? 1 : 0);
        metrics.CreateGauge("balloon_reflex_recovery", "Whether memory is given back because no heartbeat comes any more.").Set(reflexes.Recovery ? 1 : 0);
        var emergencies = metrics.CreateCounter(
            "balloon_reflex_emergencies_total", "Emergencies of the host that the exporter found, by the first sign.", ["trigger"]);
        foreach (var trigger in Enum.GetValues<EmergencyTrigger>())
            emergencies.WithLabels(trigger.ToLabel()).IncTo(reflexes.Emergencies(trigger));
    }
}
