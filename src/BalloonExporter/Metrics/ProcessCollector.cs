using BalloonExporter.Core.Model;
using ExporterToolkit.Exposition;

namespace BalloonExporter.Metrics;

/// <summary>Host memory of domains' processes besides resident memory.</summary>
internal sealed class ProcessCollector : ICollector
{
    public CollectorName? Name => CollectorName.Process;

    public void Collect(HostSnapshot snapshot, MetricPage page)
    {
        var swapped = page.Gauge(
            "balloon_domain_host_swapped_bytes", "Memory of a domain's process in the host's swap.", DomainLabels.Names);
        var hugetlb = page.Gauge(
            "balloon_domain_host_hugetlb_bytes", "Huge pages that a domain's process occupies; they are not part of its resident memory.", DomainLabels.Names);
        foreach (var domain in snapshot.Domains)
        {
            if (domain.Process?.SwappedKib is { } swappedKib)
                swapped.Write(domain, Kib.ToSample(swappedKib));
            if (domain.Process?.HugetlbKib is { } hugetlbKib)
                hugetlb.Write(domain, Kib.ToSample(hugetlbKib));
        }
    }
}
