using System.Globalization;
using BalloonExporter.Core.Model;
using ExporterToolkit.Exposition;

namespace BalloonExporter.Metrics;

/// <summary>The host's memory by NUMA node.</summary>
internal sealed class NumaCollector : ICollector
{
    public CollectorName? Name => CollectorName.Numa;

    public void Collect(HostSnapshot snapshot, MetricPage page)
    {
        var total = page.Gauge("balloon_host_numa_memory_total_bytes", "Memory of a NUMA node.", ["node"]);
        var free = page.Gauge("balloon_host_numa_memory_free_bytes", "Unused memory of a NUMA node.", ["node"]);
        var reclaimable = page.Gauge(
            "balloon_host_numa_memory_reclaimable_bytes", "Memory of a NUMA node that can be freed without swapping: file pages, caches of the kernel.", ["node"]);
        foreach (var node in snapshot.NumaNodes)
        {
            var label = node.Node.ToString(CultureInfo.InvariantCulture);
            if (node.TotalKib is { } totalKib)
                total.Write(Kib.ToSample(totalKib), label);
            if (node.FreeKib is { } freeKib)
                free.Write(Kib.ToSample(freeKib), label);
            if (node.ReclaimableKib is { } reclaimableKib)
                reclaimable.Write(Kib.ToSample(reclaimableKib), label);
        }
    }
}
