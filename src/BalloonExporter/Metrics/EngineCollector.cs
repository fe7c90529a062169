using BalloonExporter.Core.GuardRails;
using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Planning;
using BalloonExporter.Core.Policy;
using BalloonExporter.Core.Ports;
using BalloonExporter.Core.Reflexes;
using ExporterToolkit.Exposition;

namespace BalloonExporter.Metrics;

/// <summary>What holds the feedback engine back, and what its reflexes are about.</summary>
internal sealed class EngineCollector(MovementLedger ledger, PauseSwitch pause, ReflexStatus reflexes, Limits limits) : ICollector
{
    public CollectorName? Name => CollectorName.Feedback;

    public void Collect(HostSnapshot snapshot, MetricPage page)
    {
        page.Gauge("balloon_feedback_paused", "Whether somebody paused the exporter: memory is only given.").Write(pause.IsPaused ? 1 : 0);
        if (snapshot.Memory is { } host)
        {
            var open = CircuitBreaker.IsOpen(host, ledger.RecentActivityOf(Guid.Empty, snapshot.TakenAt, limits), limits);
            page.Gauge("balloon_feedback_circuit_breaker_open", "Whether as much was taken within a minute as may be taken.").Write(open ? 1 : 0);
        }

        var constants = page.Gauge("balloon_planner_constant", "Constants of the plan that reflexes and guard-rails go by, in the units of the rules.", ["name"]);
        foreach (var constant in PlannerConstants.All)
            constants.Write(constant.Of(limits.Planner), constant.Name);
        page.Gauge("balloon_reflex_emergency", "Whether the exporter finds the host about to run out of memory.").Write(reflexes.Emergency ? 1 : 0);
        page.Gauge("balloon_reflex_recovery", "Whether memory is given back because no heartbeat comes any more.").Write(reflexes.Recovery ? 1 : 0);
        var emergencies = page.Counter(
            "balloon_reflex_emergencies_total", "Emergencies of the host that the exporter found, by the first sign.", ["trigger"]);
        foreach (var trigger in Enum.GetValues<EmergencyTrigger>())
            emergencies.Write(reflexes.Emergencies(trigger), trigger.ToLabel());
    }
}
