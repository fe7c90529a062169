using BalloonExporter.Domains;
using BalloonExporter.Policy;
using Prometheus;

namespace BalloonExporter.Metrics;

/// <summary>What the guard-rails remember of each domain: rescues, and how its balloon behaves.</summary>
internal sealed class ConductCollector(MovementLedger ledger) : ICollector
{
    public CollectorName? Name => CollectorName.Feedback;

    public void Collect(HostSnapshot snapshot, IMetricFactory metrics)
    {
        var rescues = metrics.CreateCounter(
            "balloon_domain_rescues_total", "Times a domain was given memory at once, by what made that necessary.", [.. DomainLabels.Names, "trigger"]);
        var blockedUntil = metrics.CreateGauge(
            "balloon_domain_shrink_blocked_until_timestamp_seconds", "Until when nothing is taken from a domain that was rescued.", DomainLabels.Names);
        var foreignMoves = metrics.CreateCounter(
            "balloon_domain_foreign_moves_total", "Times somebody else moved the balloon of a domain.", DomainLabels.Names);
        var uncooperative = metrics.CreateCounter(
            "balloon_domain_uncooperative_total", "Times a guest did not follow its balloon and was left alone for that.", DomainLabels.Names);
        foreach (var domain in snapshot.Domains)
        {
            var account = ledger.Of(domain.Uuid);
            foreach (var (trigger, count) in account.Rescues)
                rescues.Of(domain, trigger.ToLabel()).IncTo(count);
            if (account.Cooldown is { } cooldown && cooldown.Until > snapshot.TakenAt)
                blockedUntil.Of(domain).Set(cooldown.Until.ToUnixTimeMilliseconds() / 1000.0);
            foreignMoves.Of(domain).IncTo(account.ForeignMoves);
            uncooperative.Of(domain).IncTo(account.UncooperativeTimes);
        }
    }
}
