using BalloonExporter.Core.Model;
using ExporterToolkit.Exposition;

namespace BalloonExporter.Metrics;

/// <summary>Kernel counters of domains' cgroups.</summary>
internal sealed class CgroupCollector : ICollector
{
    public CollectorName? Name => CollectorName.Cgroup;

    public void Collect(HostSnapshot snapshot, MetricPage page)
    {
        var current = page.Gauge(
            "balloon_domain_cgroup_memory_current_bytes", "Memory charged to a domain's cgroup, page cache included.", DomainLabels.Names);
        var events = page.Counter(
            "balloon_domain_cgroup_memory_events_total", "Memory events of a domain's cgroup.", [.. DomainLabels.Names, "event"]);
        var waiting = page.Counter(
            "balloon_domain_pressure_memory_waiting_seconds_total", "Time in which some task of a domain waited for the host's memory (PSI some).", DomainLabels.Names);
        var stalled = page.Counter(
            "balloon_domain_pressure_memory_stalled_seconds_total", "Time in which all tasks of a domain waited for the host's memory (PSI full).", DomainLabels.Names);
        foreach (var domain in snapshot.Domains)
        {
            if (domain.Cgroup is not { } cgroup)
                continue;
            if (cgroup.CurrentBytes is { } bytes)
                current.Write(domain, bytes);
            foreach (var (name, count) in cgroup.MemoryEvents)
                events.Write(domain, count, name);
            if (cgroup.PressureWaiting is { } some)
                waiting.Write(domain, some.TotalSeconds);
            if (cgroup.PressureStalled is { } full)
                stalled.Write(domain, full.TotalSeconds);
        }
    }
}
