using BalloonExporter.Core.Model;
using ExporterToolkit.Exposition;

namespace BalloonExporter.Metrics;

/// <summary>Whether libvirt answered, and what it is.</summary>
internal sealed class ConnectionCollector : ICollector
{
    public CollectorName? Name => null;

    public void Collect(HostSnapshot snapshot, MetricPage page)
    {
        page.Gauge("balloon_libvirt_up", "Whether this scrape could talk to libvirt.").Write(snapshot.LibvirtUp || snapshot.LibvirtBusy ? 1 : 0);
        var info = page.Gauge(
            "balloon_libvirt_info",
            "Versions of libvirt and of the hypervisor it drives; always 1.",
            ["library_version", "daemon_version", "hypervisor_version", "uri"]);
        foreach (var hypervisor in snapshot.Hypervisors)
            info.Write(1, hypervisor.LibraryVersion, hypervisor.DaemonVersion, hypervisor.HypervisorVersion, hypervisor.Uri);
    }
}
