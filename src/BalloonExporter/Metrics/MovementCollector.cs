using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using ExporterToolkit.Exposition;

namespace BalloonExporter.Metrics;

/// <summary>Targets set, and memory given and taken by the exporter.</summary>
internal sealed class MovementCollector(MovementLedger ledger, SteadyClock clock) : ICollector
{
    public CollectorName? Name => CollectorName.Feedback;

    public void Collect(HostSnapshot snapshot, MetricPage page)
    {
        var target = page.Gauge("balloon_domain_target_bytes", "The last target set by this exporter.", DomainLabels.Names);
        var setAt = page.Gauge("balloon_domain_target_set_timestamp_seconds", "When the last target was set.", DomainLabels.Names);
        var added = page.Counter("balloon_domain_added_bytes_total", "Memory given to a domain by this exporter, as observed.", DomainLabels.Names);
        var removed = page.Counter("balloon_domain_removed_bytes_total", "Memory taken from a domain by this exporter, as observed.", DomainLabels.Names);
        var moves = page.Counter(
            "balloon_domain_moves_total",
            "Moves of a domain's balloon, by who asked and why: the cause of a reflex, or plan, or release.",
            [.. DomainLabels.Names, "direction", "origin", "reason"]);
        foreach (var domain in snapshot.Domains)
        {
            var entry = ledger.Of(domain.Uuid);
            if (entry is { TargetKib: { } targetKib, TargetSetAt: { } targetSetAt })
            {
                target.Write(domain, Kib.ToSample(targetKib));
                setAt.Write(domain, clock.WallTimeOf(targetSetAt).ToUnixTimeMilliseconds() / 1000.0);
            }

            var counters = ledger.CountersOf(domain.Uuid);
            added.Write(domain, Kib.ToSample(counters.AddedKib));
            removed.Write(domain, Kib.ToSample(counters.RemovedKib));
            foreach (var (move, count) in counters.Moves)
                moves.Write(count, TextBounds.Cut(domain.Name), domain.UuidText, move.Takes ? "take" : "give", move.Origin.ToLabel(), move.Why);
        }
    }
}
