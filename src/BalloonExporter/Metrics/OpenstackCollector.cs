using BalloonExporter.Core.Model;
using ExporterToolkit.Exposition;

namespace BalloonExporter.Metrics;

/// <summary>OpenStack's names of domains.</summary>
internal sealed class OpenstackCollector : ICollector
{
    public CollectorName? Name => CollectorName.Openstack;

    public void Collect(HostSnapshot snapshot, MetricPage page)
    {
        var info = page.Gauge(
            "balloon_domain_openstack_info", "OpenStack's names of a domain; always 1.", [.. DomainLabels.Names, "instance_name", "flavor", "project_name", "user_name"]);
        foreach (var domain in snapshot.Domains)
        {
            if (domain.Facts.OpenStack is { } instance)
            {
                info.Write(
                    1, TextBounds.Cut(domain.Name), domain.UuidText, instance.Name ?? "", instance.Flavor ?? "", instance.Project ?? "", instance.User ?? "");
            }
        }
    }
}
