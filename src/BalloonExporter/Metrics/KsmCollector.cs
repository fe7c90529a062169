using BalloonExporter.Domains;
using Prometheus;

namespace BalloonExporter.Metrics;

/// <summary>Memory merged by the host's kernel.</summary>
internal sealed class KsmCollector : ICollector
{
    public CollectorName? Name => CollectorName.Ksm;

    public void Collect(HostSnapshot snapshot, IMetricFactory metrics)
    {
        if (snapshot.SamePages is not { } pages)
            return;

        metrics.CreateGauge("balloon_host_ksm_running", "Whether the host's kernel merges same pages now.").Set(pages.Running ? 1 : 0);
        Gauge("balloon_host_ksm_shared_bytes", "Memory that merged pages occupy.", pages.SharedBytes);
        Gauge("balloon_host_ksm_sharing_bytes", "Memory saved by merged pages.", pages.SharingBytes);
        Gauge("balloon_host_ksm_unshared_bytes", "Memory looked at again and again without finding its like.", pages.UnsharedBytes);
        Gauge("balloon_host_ksm_volatile_bytes", "Memory that changes too fast to be merged.", pages.VolatileBytes);
        if (pages.FullScans is { } scans)
            metrics.CreateCounter("balloon_host_ksm_full_scans_total", "How often all of the memory was looked at.").IncTo(scans);

        void Gauge(string name, string help, long? bytes)
        {
            if (bytes is { } value)
                metrics.CreateGauge(name, help).Set(value);
        }
    }
}
