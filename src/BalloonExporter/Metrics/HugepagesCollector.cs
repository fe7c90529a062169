using System.Globalization;
using BalloonExporter.Core.Model;
using ExporterToolkit.Exposition;

namespace BalloonExporter.Metrics;

/// <summary>The host's huge pages by size.</summary>
internal sealed class HugepagesCollector : ICollector
{
    public CollectorName? Name => CollectorName.Hugepages;

    public void Collect(HostSnapshot snapshot, MetricPage page)
    {
        Gauge("balloon_host_hugepages_total_bytes", "Memory in huge pages.", pool => pool.Pages);
        Gauge("balloon_host_hugepages_free_bytes", "Free huge pages.", pool => pool.FreePages);
        Gauge("balloon_host_hugepages_reserved_bytes", "Free huge pages that are reserved.", pool => pool.ReservedPages);
        Gauge("balloon_host_hugepages_surplus_bytes", "Huge pages beyond the configured number.", pool => pool.SurplusPages);

        void Gauge(string name, string help, Func<HugepagePool, long?> read)
        {
            var gauge = page.Gauge(name, help, ["page_bytes"]);
            foreach (var pool in snapshot.HugepagePools)
            {
                if (read(pool) is { } pages)
                    gauge.Write((double)pages * pool.PageBytes, pool.PageBytes.ToString(CultureInfo.InvariantCulture));
            }
        }
    }
}
