using BalloonExporter.Core.GuardRails;
using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using ExporterToolkit.Exposition;

namespace BalloonExporter.Metrics;

/// <summary>Whether more may be taken from a host of this size at the time of the snapshot.</summary>
internal sealed class CircuitBreakerCollector(MovementLedger ledger, Limits limits) : ICollector
{
    public CollectorName? Name => CollectorName.Feedback;

    public void Collect(HostSnapshot snapshot, MetricPage page)
    {
        if (snapshot.Memory is not { } host)
            return;
        var open = CircuitBreaker.IsOpen(host, ledger.RecentActivityOf(Guid.Empty, snapshot.TakenAt, limits), limits);
        page.Gauge("balloon_feedback_circuit_breaker_open", "Whether the limit of memory taken per minute is reached.").Write(open ? 1 : 0);
    }
}
