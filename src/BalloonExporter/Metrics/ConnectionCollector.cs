using System.Reflection;
using System.Runtime.InteropServices;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using ExporterToolkit.Exposition;

namespace BalloonExporter.Metrics;

/// <summary>Whether libvirt answered, what it is, and what this program is.</summary>
internal sealed class ConnectionCollector(IConnectionHealth health) : ICollector
{
    private static readonly (string Version, string Revision) Build = ReadBuild();

    public CollectorName? Name => null;

    public void Collect(HostSnapshot snapshot, MetricPage page)
    {
        page.Gauge("balloon_libvirt_up", "Whether this scrape could talk to libvirt.").Write(snapshot.LibvirtUp || snapshot.LibvirtBusy ? 1 : 0);
        page.Counter("balloon_libvirt_reconnects_total", "Connections to libvirt opened after the first one.").Write(health.Reconnects);
        page.Gauge("balloon_libvirt_abandoned_calls", "Calls to libvirt given up at their deadline that have not returned yet.").Write(health.AbandonedCalls);
        page.Counter("balloon_libvirt_callback_errors_total", "Events of libvirt that could not be taken in.").Write(health.CallbackErrors);
        page.Gauge("balloon_exporter_build_info", "Version of this program; always 1.", ["version", "revision", "runtime"])
            .Write(1, Build.Version, Build.Revision, RuntimeInformation.FrameworkDescription);
        var info = page.Gauge(
            "balloon_libvirt_info",
            "Versions of libvirt and of the hypervisor it drives; always 1.",
            ["library_version", "daemon_version", "hypervisor_version", "uri"]);
        foreach (var hypervisor in snapshot.Hypervisors)
            info.Write(1, hypervisor.LibraryVersion, hypervisor.DaemonVersion, hypervisor.HypervisorVersion, hypervisor.Uri);
    }

    // The SDK writes "1.2.3+revision" when it knows the commit.
    private static (string Version, string Revision) ReadBuild()
    {
        var text = typeof(ConnectionCollector).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
        var plus = text.IndexOf('+');
        return plus < 0 ? (text, "unknown") : (text[..plus], text[(plus + 1)..]);
    }
}
