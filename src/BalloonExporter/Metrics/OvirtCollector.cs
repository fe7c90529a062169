using BalloonExporter.Core.Model;
using ExporterToolkit.Exposition;

namespace BalloonExporter.Metrics;

/// <summary>oVirt's metadata of domains.</summary>
internal sealed class OvirtCollector : ICollector
{
    public CollectorName? Name => CollectorName.Ovirt;

    public void Collect(HostSnapshot snapshot, MetricPage page)
    {
        var info = page.Gauge(
            "balloon_domain_ovirt_info", "oVirt's metadata of a domain; always 1.", [.. DomainLabels.Names, "cluster_version"]);
        var guaranteed = page.Gauge(
            "balloon_domain_ovirt_guaranteed_bytes", "Memory that oVirt guarantees a domain.", DomainLabels.Names);
        foreach (var domain in snapshot.Domains)
        {
            if (domain.Facts.Ovirt is not { } machine)
                continue;
            info.Write(domain, 1, machine.ClusterVersion ?? "");
            if (machine.GuaranteedKib is { } kib)
                guaranteed.Write(domain, Kib.ToSample(kib));
        }
    }
}
