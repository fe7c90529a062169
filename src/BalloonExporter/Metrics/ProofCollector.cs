using BalloonExporter.Core.Model;
using BalloonExporter.Core.Proof;
using ExporterToolkit.Exposition;

namespace BalloonExporter.Metrics;

/// <summary>What each domain had of the memory it was sold; see docs/proof.md.</summary>
internal sealed class ProofCollector(ProofLedger proof) : ICollector
{
    public CollectorName? Name => CollectorName.Feedback;

    public void Collect(HostSnapshot snapshot, MetricPage page)
    {
        var observed = page.Counter("balloon_domain_observed_seconds_total", "Time for which it is known whether a domain was short of memory.", DomainLabels.Names);
        var unmet = page.Counter("balloon_domain_unmet_seconds_total", "Time in which a domain needed more memory than it had, and its guest felt it.", DomainLabels.Names);
        var belowSold = page.Counter("balloon_domain_below_sold_seconds_total", "Time in which a domain had less memory than it was sold.", DomainLabels.Names);
        var lent = page.Counter("balloon_domain_lent_byte_seconds_total", "Sold memory that the balloon of a domain held back, times the time.", DomainLabels.Names);
        var borrowed = page.Counter("balloon_domain_borrowed_byte_seconds_total", "Memory that a domain occupied beyond its part of the host, times the time.", DomainLabels.Names);
        var wait = page.Gauge(
            "balloon_domain_rescue_wait_seconds", "Longest wait of a domain for a rescue within the last hour, from the first sample that showed the need.", DomainLabels.Names);
        foreach (var domain in snapshot.Domains)
        {
            if (proof.Of(domain.Uuid) is { } entry)
            {
                observed.Write(domain, Seconds(entry.Observed));
                unmet.Write(domain, Seconds(entry.Unmet));
                belowSold.Write(domain, Seconds(entry.BelowSold));
                lent.Write(domain, Math.Round(Kib.ToSample(entry.LentKibSeconds)));
                borrowed.Write(domain, Math.Round(Kib.ToSample(entry.BorrowedKibSeconds)));
            }

            if (proof.LongestWaitOf(domain.Uuid, snapshot.TakenAt) is { } longest)
                wait.Write(domain, Seconds(longest));
        }
    }

    // Looks are no more exact.
    private static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 3);
}
