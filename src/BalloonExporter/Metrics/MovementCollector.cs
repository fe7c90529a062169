using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using ExporterToolkit.Exposition;

namespace BalloonExporter.Metrics;

/// <summary>What the exporter set, gave and took.</summary>
internal sealed class MovementCollector(MovementLedger ledger, SteadyClock clock) : ICollector
{
    public CollectorName? Name => CollectorName.Feedback;

    public void Collect(HostSnapshot snapshot, MetricPage page)
    {
        var target = page.Gauge("balloon_domain_target_bytes", "The last target set by this exporter.", DomainLabels.Names);
        var setAt = page.Gauge("balloon_domain_target_set_timestamp_seconds", "When the last target was set.", DomainLabels.Names);
        var added = page.Counter("balloon_domain_added_bytes_total", "Memory that came to a domain because this exporter gave it, as seen.", DomainLabels.Names);
        var removed = page.Counter("balloon_domain_removed_bytes_total", "Memory that left a domain because this exporter took it, as seen.", DomainLabels.Names);
        var moves = page.Counter(
            "balloon_domain_moves_total",
            "Times a domain's balloon was told to move, by who asked, and whether that was done as asked or what clipped it.",
            [.. DomainLabels.Names, "direction", "origin", "reason"]);
        foreach (var domain in snapshot.Domains)
        {
            var entry = ledger.Of(domain.Uuid);
            if (entry is { TargetKib: { } targetKib, TargetSetAt: { } targetSetAt })
            {
                target.Write(domain, Kib.ToSample(targetKib));
                setAt.Write(domain, clock.WallTimeOf(targetSetAt).ToUnixTimeMilliseconds() / 1000.0);
            }

            added.Write(domain, Kib.ToSample(entry.AddedKib));
            removed.Write(domain, Kib.ToSample(entry.RemovedKib));
            foreach (var (move, count) in entry.MoveCounts)
                moves.Write(count, TextBounds.Cut(domain.Name), domain.UuidText, move.Takes ? "take" : "give", move.Origin.ToLabel(), move.Reason.ToLabel());
        }
    }
}
