using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using ExporterToolkit.Exposition;

namespace BalloonExporter.Metrics;

/// <summary>What the guard-rails remember of each domain: rescues, and how its balloon behaves.</summary>
internal sealed class BackoffCollector(MovementLedger ledger, SteadyClock clock) : ICollector
{
    public CollectorName? Name => CollectorName.Feedback;

    public void Collect(HostSnapshot snapshot, MetricPage page)
    {
        var rescues = page.Counter(
            "balloon_domain_rescues_total", "Times a domain was given memory at once, by what made that necessary.", [.. DomainLabels.Names, "trigger"]);
        var blockedUntil = page.Gauge(
            "balloon_domain_shrink_blocked_until_timestamp_seconds", "Until when nothing is taken from a domain that was rescued.", DomainLabels.Names);
        var foreignMoves = page.Counter(
            "balloon_domain_foreign_moves_total", "Times somebody else moved the balloon of a domain.", DomainLabels.Names);
        var uncooperative = page.Counter(
            "balloon_domain_uncooperative_total", "Times a guest did not follow its balloon and was left alone for that.", DomainLabels.Names);
        foreach (var domain in snapshot.Domains)
        {
            var entry = ledger.Of(domain.Uuid);
            foreach (var (trigger, count) in entry.Rescues)
                rescues.Write(domain, count, trigger.ToLabel());
            if (entry.Cooldown is { } cooldown && cooldown.Until > snapshot.TakenAt)
                blockedUntil.Write(domain, clock.WallTimeOf(cooldown.Until).ToUnixTimeMilliseconds() / 1000.0);
            foreignMoves.Write(domain, entry.ForeignMoves);
            uncooperative.Write(domain, entry.UncooperativeTimes);
        }
    }
}
