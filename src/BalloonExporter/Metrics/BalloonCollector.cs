using BalloonExporter.Core.Model;
using ExporterToolkit.Exposition;

namespace BalloonExporter.Metrics;

/// <summary>Balloon sizes and guest statistics, one row per statistic.</summary>
internal sealed class BalloonCollector : ICollector
{
    private static readonly Row[] Live =
    [
        new("balloon_domain_memory_current_bytes", "Memory that the balloon leaves a domain now.", domain => domain.CurrentKib, Kib.Bytes),
        new("balloon_domain_memory_maximum_bytes", "Maximum memory of a domain, as far as its balloon can take and give it.", domain => domain.MaximumKib, Kib.Bytes),
        new("balloon_domain_host_resident_bytes", "Host memory that a domain's process occupies.", domain => domain.ResidentKib, Kib.Bytes),
        new("balloon_domain_working_set_bytes", "Memory the guest uses, computed from one statistics sample and comparable with targets.",
            domain => domain.StatisticsFresh == true ? domain.WorkingSet?.Kib : null, Kib.Bytes),
    ];

    // Frozen values that look live have misled users of other exporters.
    private static readonly Row[] FreshOnly =
    [
        new("balloon_domain_guest_memory_total_bytes", "Memory the guest's kernel manages (its MemTotal; libvirt: available).", domain => domain.Guest?.TotalKib, Kib.Bytes),
        new("balloon_domain_guest_memory_usable_bytes", "Memory the guest could give away without swapping (its MemAvailable).", domain => domain.Guest?.UsableKib, Kib.Bytes),
        new("balloon_domain_guest_memory_unused_bytes", "Memory the guest does not use at all (its MemFree).", domain => domain.Guest?.UnusedKib, Kib.Bytes),
        new("balloon_domain_guest_disk_caches_bytes", "Memory the guest uses for disk caches.", domain => domain.Guest?.DiskCachesKib, Kib.Bytes),
    ];

    private static readonly Row[] Counters =
    [
        new("balloon_domain_guest_swap_in_bytes_total", "Memory the guest swapped in since its boot.", domain => domain.Guest?.SwapInKib, Kib.Bytes),
        new("balloon_domain_guest_swap_out_bytes_total", "Memory the guest swapped out since its boot.", domain => domain.Guest?.SwapOutKib, Kib.Bytes),
        new("balloon_domain_guest_major_page_faults_total", "Page faults of the guest that needed disk I/O, since its boot.", domain => domain.Guest?.MajorFaults, 1),
        new("balloon_domain_guest_minor_page_faults_total", "Page faults of the guest that needed no disk I/O, since its boot.", domain => domain.Guest?.MinorFaults, 1),
        new("balloon_domain_guest_hugetlb_allocations_total", "Successful huge page allocations of the guest since its boot.", domain => domain.Guest?.HugetlbAllocations, 1),
        new("balloon_domain_guest_hugetlb_allocation_failures_total", "Failed huge page allocations of the guest since its boot.", domain => domain.Guest?.HugetlbAllocationFailures, 1),
    ];

    public CollectorName? Name => CollectorName.Libvirt;

    public void Collect(HostSnapshot snapshot, MetricPage page)
    {
        Gauges(Live, snapshot.Domains);
        Gauges(FreshOnly, [.. snapshot.Domains.Where(domain => domain.StatisticsFresh == true)]);
        foreach (var row in Counters)
        {
            var counter = page.Counter(row.Name, row.Help, DomainLabels.Names);
            foreach (var domain in snapshot.Domains)
            {
                if (row.Read(domain) is { } value)
                    counter.Write(domain, value * (double)row.Unit);
            }
        }

        var devices = page.Gauge(
            "balloon_domain_memory_device_bytes",
            "Memory devices of a domain by model: the plugged part of resizable ones, the size of others.",
            [.. DomainLabels.Names, "model"]);
        foreach (var domain in snapshot.Domains)
        {
            foreach (var model in domain.Facts.MemoryDevices.GroupBy(device => device.Model, StringComparer.Ordinal))
                devices.Write(domain, Kib.ToSample(model.Sum(device => device.PresentKib)), model.Key);
        }

        var lastUpdate = page.Gauge(
            "balloon_domain_guest_stats_last_update_timestamp_seconds", "When QEMU received the guest's newest statistics.", DomainLabels.Names);
        var period = page.Gauge(
            "balloon_domain_guest_stats_period_seconds", "Interval at which QEMU asks the guest for statistics (0: never, the values do not change).", DomainLabels.Names);
        var fresh = page.Gauge(
            "balloon_domain_guest_stats_fresh", "Whether the guest's newest statistics are at most three periods old.", DomainLabels.Names);
        foreach (var domain in snapshot.Domains)
        {
            if (domain.Guest is { } guest)
                lastUpdate.Write(domain, guest.LastUpdate.ToUnixTimeSeconds());
            if (domain.Facts.StatisticsPeriod is { } statisticsPeriod)
                period.Write(domain, statisticsPeriod.TotalSeconds);
            if (domain.StatisticsFresh is { } isFresh)
                fresh.Write(domain, isFresh ? 1 : 0);
        }

        void Gauges(Row[] rows, IReadOnlyList<DomainMemory> domains)
        {
            foreach (var row in rows)
            {
                var gauge = page.Gauge(row.Name, row.Help, DomainLabels.Names);
                foreach (var domain in domains)
                {
                    if (row.Read(domain) is { } value)
                        gauge.Write(domain, value * (double)row.Unit);
                }
            }
        }
    }

    private sealed record Row(string Name, string Help, Func<DomainMemory, long?> Read, long Unit);
}
