using BalloonExporter.Core.GuardRails;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using ExporterToolkit.Exposition;

namespace BalloonExporter.Metrics;

/// <summary>The host's memory, swap and pressure.</summary>
internal sealed class HostCollector(Limits limits) : ICollector
{
    public CollectorName? Name => CollectorName.Host;

    public void Collect(HostSnapshot snapshot, MetricPage page)
    {
        if (snapshot.Memory is not { } memory)
            return;

        Gauge("balloon_host_memory_total_bytes", "Memory for all guests: the host's, or the budget set for them.", memory.TotalKib);
        Gauge("balloon_host_memory_available_bytes", "Available memory: the host's MemAvailable, or the rest of the budget if that is less.", memory.AvailableKib);
        Gauge("balloon_host_memory_reserve_bytes", "Reserve that the exporter does not grant; no level of the plan begins below it.", HostRoom.ReserveKib(memory, limits));
        Gauge("balloon_host_memory_free_bytes", "Unused memory of the host.", memory.FreeKib);
        Gauge("balloon_host_swap_total_bytes", "Swap space of the host.", memory.SwapTotalKib);
        Gauge("balloon_host_swap_free_bytes", "Unused swap space of the host.", memory.SwapFreeKib);
        Counter("balloon_host_swap_in_bytes_total", "Memory the host swapped in since its boot.", Kib.ToSample(memory.SwapInKib));
        Counter("balloon_host_swap_out_bytes_total", "Memory the host swapped out since its boot.", Kib.ToSample(memory.SwapOutKib));
        Counter("balloon_host_pressure_memory_waiting_seconds_total", "Time in which some task of the host waited for memory (PSI some).", memory.PressureWaiting?.TotalSeconds);
        Counter("balloon_host_pressure_memory_stalled_seconds_total", "Time in which all tasks of the host waited for memory (PSI full).", memory.PressureStalled?.TotalSeconds);
        Counter("balloon_host_oom_kills_total", "OOM kills by the kernel since its boot, of the host or of a control group.", memory.OomKills);

        void Gauge(string name, string help, long? kib)
        {
            if (kib is { } value)
                page.Gauge(name, help).Write(Kib.ToSample(value));
        }

        void Counter(string name, string help, double? total)
        {
            if (total is { } value)
                page.Counter(name, help).Write(value);
        }
    }
}
