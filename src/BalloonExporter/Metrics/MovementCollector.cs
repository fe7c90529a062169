using BalloonExporter.Domains;
using BalloonExporter.Policy;
using Prometheus;

namespace BalloonExporter.Metrics;

/// <summary>What the exporter set, gave and took.</summary>
internal sealed class MovementCollector(MovementLedger ledger) : ICollector
{
    public CollectorName? Name => CollectorName.Feedback;

    public void Collect(HostSnapshot snapshot, IMetricFactory metrics)
    {
        var target = metrics.CreateGauge("balloon_domain_target_bytes", "The last target set by this exporter.", DomainLabels.Names);
        var setAt = metrics.CreateGauge("balloon_domain_target_set_timestamp_seconds", "When the last target was set.", DomainLabels.Names);
        var added = metrics.CreateCounter("balloon_domain_added_bytes_total", "Memory given to a domain by this exporter.", DomainLabels.Names);
        var removed = metrics.CreateCounter("balloon_domain_removed_bytes_total", "Memory taken from a domain by this exporter.", DomainLabels.Names);
        foreach (var domain in snapshot.Domains)
        {
            var account = ledger.Of(domain.Uuid);
            if (account is { TargetKib: { } targetKib, TargetSetAt: { } targetSetAt })
            {
                target.Of(domain).Set(targetKib * 1024.0);
                setAt.Of(domain).Set(targetSetAt.ToUnixTimeMilliseconds() / 1000.0);
            }

            added.Of(domain).IncTo(account.AddedKib * 1024.0);
            removed.Of(domain).IncTo(account.RemovedKib * 1024.0);
        }
    }
}
