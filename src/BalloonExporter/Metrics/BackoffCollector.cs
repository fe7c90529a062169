using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using ExporterToolkit.Exposition;

namespace BalloonExporter.Metrics;

/// <summary>Rescues and back-offs of each domain.</summary>
internal sealed class BackoffCollector(MovementLedger ledger, SteadyClock clock) : ICollector
{
    public CollectorName? Name => CollectorName.Feedback;

    public void Collect(HostSnapshot snapshot, MetricPage page)
    {
        var rescues = page.Counter(
            "balloon_domain_rescues_total", "Rescues of a domain: memory given at once, by trigger.", [.. DomainLabels.Names, "trigger"]);
        var blockedUntil = page.Gauge(
            "balloon_domain_shrink_blocked_until_timestamp_seconds", "End of the cooldown of a rescued domain: until then no plan takes memory from it.", DomainLabels.Names);
        var foreignMoves = page.Counter(
            "balloon_domain_foreign_moves_total", "Times another program moved the balloon of a domain.", DomainLabels.Names);
        var uncooperative = page.Counter(
            "balloon_domain_uncooperative_total", "Times a guest did not follow its balloon and was excluded for a while.", DomainLabels.Names);
        foreach (var domain in snapshot.Domains)
        {
            var counters = ledger.CountersOf(domain.Uuid);
            foreach (var (trigger, count) in counters.Rescues)
                rescues.Write(domain, count, trigger.ToLabel());
            if (ledger.Of(domain.Uuid).Cooldown is { } cooldown && cooldown.Until > snapshot.TakenAt)
                blockedUntil.Write(domain, clock.WallTimeOf(cooldown.Until).ToUnixTimeMilliseconds() / 1000.0);
            foreignMoves.Write(domain, counters.ForeignMoves);
            uncooperative.Write(domain, counters.UncooperativeTimes);
        }
    }
}
