using BalloonExporter.Core.Model;
using BalloonExporter.Core.Planning;

namespace BalloonExporter.Backtest.Rules;

/// <summary>The series that the plan's rules read, by name.</summary>
public static class PlanSeries
{
    private static readonly Moment Epoch = new(DateTimeOffset.UnixEpoch.UtcTicks);

    /// <summary>Those of a host. Null: the series is absent.</summary>
    public static IReadOnlyList<(string Name, Func<HostSample, double?> Of)> OfHost { get; } =
    [
        ("balloon_libvirt_up", host => host.LibvirtUp is { } up ? Flag(up) : null),
        ("balloon_host_memory_total_bytes", host => host.TotalBytes),
        ("balloon_host_memory_available_bytes", host => host.AvailableBytes),
        ("balloon_host_memory_reserve_bytes", host => host.ReserveBytes),
        ("balloon_host_pressure_memory_waiting_seconds_total", host => host.WaitingSeconds),
        ("balloon_host_swap_out_bytes_total", host => host.SwapOutBytes),
    ];

    /// <summary>Those of a domain.</summary>
    public static IReadOnlyList<(string Name, Func<DomainSample, double?> Of)> OfDomain { get; } =
    [
        ("balloon_domain_managed", domain => Flag(domain.Managed)),
        ("balloon_domain_lowered_by_operator", domain => Flag(domain.LoweredByOperator)),
        ("balloon_domain_guest_stats_fresh", domain => Flag(domain.Fresh)),
        ("balloon_domain_state", domain => domain.Running ? (int)DomainState.Running : (int)DomainState.Paused),
        ("balloon_domain_working_set_bytes", domain => domain.WorkingSetBytes),
        ("balloon_domain_memory_current_bytes", domain => domain.CurrentBytes),
        ("balloon_domain_memory_maximum_bytes", domain => domain.MaximumBytes),
        ("balloon_domain_host_resident_bytes", domain => domain.ResidentBytes),
        ("balloon_domain_policy_floor_bytes", domain => domain.FloorBytes),
        ("balloon_domain_policy_ceiling_bytes", domain => domain.CeilingBytes),
        ("balloon_domain_policy_shares", domain => domain.Shares),
        ("balloon_domain_target_bytes", domain => domain.TargetBytes),
        ("balloon_domain_target_set_timestamp_seconds", domain => (domain.TargetSetAt - Epoch)?.TotalSeconds),
        ("balloon_domain_shrink_blocked_until_timestamp_seconds", domain => (domain.ShrinkBlockedUntil - Epoch)?.TotalSeconds),
        ("balloon_domain_recovery_blocked_until_timestamp_seconds", domain => (domain.RecoveryBlockedUntil - Epoch)?.TotalSeconds),
        ("balloon_domain_guest_memory_usable_bytes", domain => domain.UsableBytes),
        ("balloon_domain_guest_memory_unused_bytes", domain => domain.UnusedAndCachesBytes),
        ("balloon_domain_guest_disk_caches_bytes", domain => 0 * domain.UnusedAndCachesBytes),
        ("balloon_domain_guest_swap_out_bytes_total", domain => domain.SwapOutBytes),
        ("balloon_domain_guest_swap_in_bytes_total", domain => domain.SwapInBytes),
    ];

    private static double Flag(bool value) => value ? 1 : 0;
}
