using BalloonExporter.Domains;
using BalloonExporter.Metrics.Text;
using BalloonExporter.Policy;

namespace BalloonExporter.Metrics;

/// <summary>What applies to each domain: floor, ceiling, shares, and whether it is managed or why not.</summary>
internal sealed class PolicyCollector(Limits limits) : ICollector
{
    public CollectorName? Name => CollectorName.Libvirt;

    public void Collect(HostSnapshot snapshot, MetricPage page)
    {
        var floor = page.Gauge("balloon_domain_policy_floor_bytes", "A domain never gets less than this.", DomainLabels.Names);
        var ceiling = page.Gauge("balloon_domain_policy_ceiling_bytes", "A domain never gets more than this.", DomainLabels.Names);
        var shares = page.Gauge("balloon_domain_policy_shares", "Weight of a domain when memory is short.", DomainLabels.Names);
        var managed = page.Gauge("balloon_domain_managed", "Whether the balloon of a domain may be moved.", DomainLabels.Names);
        var unmanaged = page.Gauge(
            "balloon_domain_unmanaged", "Why the balloon of a domain is left alone; always 1.", [.. DomainLabels.Names, "reason"]);
        foreach (var domain in snapshot.Domains)
        {
            if (DomainPolicy.Default(domain, limits) is { } policy)
            {
                floor.Write(domain, policy.FloorKib * 1024.0);
                ceiling.Write(domain, policy.CeilingKib * 1024.0);
                shares.Write(domain, policy.Shares);
            }

            var reason = Eligibility.UnmanagedReason(domain, limits, snapshot.TakenAt);
            managed.Write(domain, reason is null ? 1 : 0);
            if (reason is { } why)
                unmanaged.Write(domain, 1, why.ToLabel());
        }
    }
}
