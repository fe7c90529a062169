using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Planning;

/// <summary>One scrape of a host, as used by the plan. Sizes are bytes; null where the series is absent.</summary>
public sealed record HostSample(Moment At, IReadOnlyDictionary<Guid, DomainSample> Domains)
{
    /// <summary>balloon_libvirt_up; null when the scrape failed, which ends all other series.</summary>
    public bool? LibvirtUp { get; init; } = true;

    /// <summary>balloon_host_memory_total_bytes.</summary>
    public double? TotalBytes { get; init; }

    /// <summary>balloon_host_memory_available_bytes.</summary>
    public double? AvailableBytes { get; init; }

    /// <summary>balloon_host_memory_reserve_bytes.</summary>
    public double? ReserveBytes { get; init; }

    /// <summary>balloon_host_pressure_memory_waiting_seconds_total.</summary>
    public double? WaitingSeconds { get; init; }

    /// <summary>balloon_host_swap_out_bytes_total.</summary>
    public double? SwapOutBytes { get; init; }

    /// <summary>Data of a domain; null when the scrape does not have it.</summary>
    public DomainSample? Of(Guid uuid) => Domains.GetValueOrDefault(uuid);
}
