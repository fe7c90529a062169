using BalloonExporter.Core.Model;
using ExporterToolkit.Exposition;

namespace BalloonExporter.Metrics;

/// <summary>Memory merged by the host's kernel.</summary>
internal sealed class KsmCollector : ICollector
{
    public CollectorName? Name => CollectorName.Ksm;

    public void Collect(HostSnapshot snapshot, MetricPage page)
    {
        if (snapshot.SamePages is not { } pages)
            return;

        page.Gauge("balloon_host_ksm_running", "Whether the host's kernel is merging identical pages.").Write(pages.Running ? 1 : 0);
        Gauge("balloon_host_ksm_shared_bytes", "Memory that merged pages occupy.", pages.SharedBytes);
        Gauge("balloon_host_ksm_sharing_bytes", "Memory saved by merged pages.", pages.SharingBytes);
        Gauge("balloon_host_ksm_unshared_bytes", "Memory scanned repeatedly without finding a duplicate.", pages.UnsharedBytes);
        Gauge("balloon_host_ksm_volatile_bytes", "Memory that changes too fast to be merged.", pages.VolatileBytes);
        if (pages.FullScans is { } scans)
            page.Counter("balloon_host_ksm_full_scans_total", "Number of complete scans.").Write(scans);

        void Gauge(string name, string help, long? bytes)
        {
            if (bytes is { } value)
                page.Gauge(name, help).Write(value);
        }
    }
}
