using BalloonExporter.Domains;
using BalloonExporter.Policy;
using Prometheus;

namespace BalloonExporter.Metrics;

/// <summary>What is wanted for each domain and what applies to it, and whether it is managed or why not.</summary>
internal sealed class PolicyCollector(Limits limits, PolicyErrors errors) : ICollector
{
    public CollectorName? Name => CollectorName.Libvirt;

    public void Collect(HostSnapshot snapshot, IMetricFactory metrics)
    {
        var floor = metrics.CreateGauge("balloon_domain_policy_floor_bytes", "A domain never gets less than this.", DomainLabels.Names);
        var ceiling = metrics.CreateGauge("balloon_domain_policy_ceiling_bytes", "A domain never gets more than this.", DomainLabels.Names);
        var shares = metrics.CreateGauge("balloon_domain_policy_shares", "Weight of a domain when memory is short.", DomainLabels.Names);
        var managed = metrics.CreateGauge("balloon_domain_managed", "Whether the balloon of a domain may be moved.", DomainLabels.Names);
        var unmanaged = metrics.CreateGauge(
            "balloon_domain_unmanaged", "Why the balloon of a domain is left alone; always 1.", [.. DomainLabels.Names, "reason"]);
        var enabled = metrics.CreateGauge(
            "balloon_domain_policy_enabled", "Whether ballooning is wanted for a domain from its next start on.", DomainLabels.Names);
        var restartRequired = metrics.CreateGauge(
            "balloon_domain_restart_required", "Whether a domain runs with ballooning on or off and its next start will differ.", DomainLabels.Names);
        metrics.CreateCounter("balloon_domain_policy_errors_total", "Malformed policy elements seen in the metadata of domains.").IncTo(errors.Count);
        foreach (var domain in snapshot.Domains)
        {
            if (DomainPolicy.Of(domain, limits) is { } policy)
            {
                floor.Of(domain).Set(policy.FloorKib * 1024.0);
                ceiling.Of(domain).Set(policy.CeilingKib * 1024.0);
                shares.Of(domain).Set(policy.Shares);
            }

            // Of a malformed element and of facts that could not be read nothing is known, and a container has no balloon to be wanted.
            if (domain.Facts is { Driver: not (null or "lxc"), NextWish: null or { Problem: null } })
                enabled.Of(domain).Set(OptOut.IsWantedNext(domain, limits) ? 1 : 0);
            if (OptOut.IsRestartRequired(domain, limits) is { } required)
                restartRequired.Of(domain).Set(required ? 1 : 0);

            var reason = Eligibility.UnmanagedReason(domain, limits, snapshot.TakenAt);
            managed.Of(domain).Set(reason is null ? 1 : 0);
            if (reason is { } why)
                unmanaged.Of(domain, why.ToLabel()).Set(1);
        }
    }
}
