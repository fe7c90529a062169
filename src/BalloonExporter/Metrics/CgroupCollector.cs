using BalloonExporter.Domains;
using Prometheus;

namespace BalloonExporter.Metrics;

/// <summary>What the kernel counts in domains' cgroups.</summary>
internal sealed class CgroupCollector : ICollector
{
    public CollectorName? Name => CollectorName.Cgroup;

    public void Collect(HostSnapshot snapshot, IMetricFactory metrics)
    {
        var current = metrics.CreateGauge(
            "balloon_domain_cgroup_memory_current_bytes", "Memory charged to a domain's cgroup, page cache included.", DomainLabels.Names);
        var events = metrics.CreateCounter(
            "balloon_domain_cgroup_memory_events_total", "Memory events of a domain's cgroup.", [.. DomainLabels.Names, "event"]);
        var waiting = metrics.CreateCounter(
            "balloon_domain_pressure_memory_waiting_seconds_total", "Time in which some task of a domain waited for the host's memory (PSI some).", DomainLabels.Names);
        var stalled = metrics.CreateCounter(
            "balloon_domain_pressure_memory_stalled_seconds_total", "Time in which all tasks of a domain waited for the host's memory (PSI full).", DomainLabels.Names);
        foreach (var domain in snapshot.Domains)
        {
            if (domain.Cgroup is not { } cgroup)
                continue;
            if (cgroup.CurrentBytes is { } bytes)
                current.Of(domain).Set(bytes);
            foreach (var (name, count) in cgroup.MemoryEvents)
                events.Of(domain, name).IncTo(count);
            if (cgroup.PressureWaiting is { } some)
                waiting.Of(domain).IncTo(some.TotalSeconds);
            if (cgroup.PressureStalled is { } full)
                stalled.Of(domain).IncTo(full.TotalSeconds);
        }
    }
}
