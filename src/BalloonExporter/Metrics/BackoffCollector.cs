using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using ExporterToolkit.Exposition;

namespace BalloonExporter.Metrics;

/// <summary>Rescues and back-offs of each domain.</summary>
internal sealed class BackoffCollector(MovementLedger ledger, SteadyClock clock, Limits limits) : ICollector
{
    public CollectorName? Name => CollectorName.Feedback;

    public void Collect(HostSnapshot snapshot, MetricPage page)
    {
        var rescues = page.Counter(
            "balloon_domain_rescues_total", "Rescues of a domain: memory given at once, by trigger.", [.. DomainLabels.Names, "trigger"]);
        var shrinkBlockedUntil = page.Gauge(
            "balloon_domain_shrink_blocked_until_timestamp_seconds",
            "Until then no plan takes memory from a domain: it was rescued, or given memory, a moment ago.",
            DomainLabels.Names);
        var recoveryBlockedUntil = page.Gauge(
            "balloon_domain_recovery_blocked_until_timestamp_seconds",
            "Until then recovery gives nothing back to a domain: memory was taken from it a moment ago.",
            DomainLabels.Names);
        var foreignMoves = page.Counter(
            "balloon_domain_foreign_moves_total", "Times another program moved the balloon of a domain.", DomainLabels.Names);
        var uncooperative = page.Counter(
            "balloon_domain_uncooperative_total", "Times a guest did not follow its balloon and was excluded for a while.", DomainLabels.Names);
        var oscillations = page.Counter(
            "balloon_domain_oscillations_total", "Times memory of a domain went back and forth within an hour although its demand did not rise.", DomainLabels.Names);
        foreach (var domain in snapshot.Domains)
        {
            var counters = ledger.CountersOf(domain.Uuid);
            foreach (var (trigger, count) in counters.Rescues)
                rescues.Write(domain, count, trigger.ToLabel());
            var entry = ledger.Of(domain.Uuid);
            WriteUntil(shrinkBlockedUntil, domain, entry.ShrinkBlockedUntil(limits), snapshot.TakenAt);
            WriteUntil(recoveryBlockedUntil, domain, entry.RecoveryBlockedUntil(limits), snapshot.TakenAt);
            foreignMoves.Write(domain, counters.ForeignMoves);
            uncooperative.Write(domain, counters.UncooperativeTimes);
            oscillations.Write(domain, counters.Oscillations);
        }
    }

    private void WriteUntil(MetricFamily family, DomainMemory domain, Moment? until, Moment now)
    {
        if (until > now)
            family.Write(domain, clock.WallTimeOf(until.Value).ToUnixTimeMilliseconds() / 1000.0);
    }
}
