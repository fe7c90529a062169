using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using ExporterToolkit.Exposition;

namespace BalloonExporter.Metrics;

/// <summary>Policy of each domain, and whether it is managed or why not.</summary>
internal sealed class PolicyCollector(MovementLedger ledger, Limits limits) : ICollector
{
    public CollectorName? Name => CollectorName.Libvirt;

    public void Collect(HostSnapshot snapshot, MetricPage page)
    {
        var floor = page.Gauge("balloon_domain_policy_floor_bytes", "A domain never gets less than this.", DomainLabels.Names);
        var ceiling = page.Gauge("balloon_domain_policy_ceiling_bytes", "A domain never gets more than this.", DomainLabels.Names);
        var shares = page.Gauge("balloon_domain_policy_shares", "Weight of a domain when memory is short.", DomainLabels.Names);
        var swap = page.Gauge("balloon_domain_policy_guest_swap_bytes", "Swap of the guest, as stated by the operator.", DomainLabels.Names);
        var found = page.Gauge(
            "balloon_domain_guest_swap_found",
            "Whether a guest of which nothing is stated has room in swap, as it was found out: it swapped, or a take into it led nowhere.",
            DomainLabels.Names);
        var managed = page.Gauge("balloon_domain_managed", "Whether the balloon of a domain may be moved.", DomainLabels.Names);
        var unmanaged = page.Gauge(
            "balloon_domain_unmanaged", "Why the balloon of a domain may not be moved; always 1.", [.. DomainLabels.Names, "reason"]);
        var enabled = page.Gauge(
            "balloon_domain_policy_enabled", "Whether ballooning is enabled for a domain from its next start on.", DomainLabels.Names);
        var restartRequired = page.Gauge(
            "balloon_domain_restart_required", "Whether the next start of a domain turns ballooning on or off.", DomainLabels.Names);
        var lowered = page.Gauge(
            "balloon_domain_lowered_by_operator",
            "Whether a domain has less than its maximum and no exporter ever moved its balloon: taken as its operator's intent, and not given back.",
            DomainLabels.Names);
        foreach (var domain in snapshot.Domains)
        {
            if (EffectivePolicy.Of(domain, limits) is { } policy)
            {
                floor.Write(domain, Kib.ToSample(policy.FloorKib));
                ceiling.Write(domain, Kib.ToSample(policy.CeilingKib));
                shares.Write(domain, policy.Shares);
                if (policy.SwapKib is { } swapKib)
                    swap.Write(domain, Kib.ToSample(swapKib));
                else if (ledger.Of(domain.Uuid).SwapRoomFound(snapshot.TakenAt) is { } room)
                    found.Write(domain, room ? 1 : 0);
            }

            // Unknown for malformed policies and unreadable facts; containers have no balloon.
            if (domain.Facts is { Balloon: not (null or BalloonCapability.None), NextPolicy: null or { Problem: null } })
                enabled.Write(domain, OptOut.IsEnabledNext(domain, limits) ? 1 : 0);
            if (OptOut.IsRestartRequired(domain, limits) is { } required)
                restartRequired.Write(domain, required ? 1 : 0);

            if (domain.Facts is { Balloon: not (null or BalloonCapability.None) })
                lowered.Write(domain, LoweredByOperator.Lowered(domain, ledger.Of(domain.Uuid), limits) ? 1 : 0);

            var reason = ManagedState.UnmanagedReason(domain, ledger.Of(domain.Uuid), limits, snapshot.TakenAt);
            managed.Write(domain, reason is null ? 1 : 0);
            if (reason is { } why)
                unmanaged.Write(domain, 1, why.ToLabel());
        }
    }
}
