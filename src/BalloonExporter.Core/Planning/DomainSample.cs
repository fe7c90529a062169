using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Planning;

/// <summary>Data of one domain in one scrape, as used by the plan. Sizes are bytes; null where the series is absent.</summary>
public sealed record DomainSample(Guid Uuid)
{
    /// <summary>balloon_domain_managed.</summary>
    public bool Managed { get; init; }

    /// <summary>balloon_domain_lowered_by_operator.</summary>
    public bool LoweredByOperator { get; init; }

    /// <summary>balloon_domain_guest_stats_fresh.</summary>
    public bool Fresh { get; init; }

    /// <summary>Whether balloon_domain_state is 1.</summary>
    public bool Running { get; init; }

    /// <summary>balloon_domain_working_set_bytes.</summary>
    public double? WorkingSetBytes { get; init; }

    /// <summary>balloon_domain_memory_current_bytes.</summary>
    public double? CurrentBytes { get; init; }

    /// <summary>balloon_domain_memory_maximum_bytes.</summary>
    public double? MaximumBytes { get; init; }

    /// <summary>balloon_domain_host_resident_bytes.</summary>
    public double? ResidentBytes { get; init; }

    /// <summary>balloon_domain_policy_floor_bytes.</summary>
    public double? FloorBytes { get; init; }

    /// <summary>balloon_domain_policy_ceiling_bytes.</summary>
    public double? CeilingBytes { get; init; }

    /// <summary>balloon_domain_policy_shares.</summary>
    public double? Shares { get; init; }

    /// <summary>balloon_domain_target_bytes.</summary>
    public double? TargetBytes { get; init; }

    /// <summary>balloon_domain_target_set_timestamp_seconds.</summary>
    public Moment? TargetSetAt { get; init; }

    /// <summary>balloon_domain_shrink_blocked_until_timestamp_seconds.</summary>
    public Moment? ShrinkBlockedUntil { get; init; }

    /// <summary>balloon_domain_recovery_blocked_until_timestamp_seconds.</summary>
    public Moment? RecoveryBlockedUntil { get; init; }

    /// <summary>balloon_domain_guest_memory_usable_bytes.</summary>
    public double? UsableBytes { get; init; }

    /// <summary>balloon_domain_guest_memory_unused_bytes and balloon_domain_guest_disk_caches_bytes together.</summary>
    public double? UnusedAndCachesBytes { get; init; }

    /// <summary>balloon_domain_guest_swap_out_bytes_total.</summary>
    public double? SwapOutBytes { get; init; }

    /// <summary>balloon_domain_guest_swap_in_bytes_total.</summary>
    public double? SwapInBytes { get; init; }

    /// <summary>The target in force: the last one set, or the balloon's size if none was.</summary>
    public double? InForceBytes => CurrentBytes is null ? null : TargetBytes ?? CurrentBytes;

    /// <summary>Usable share of the guest's memory, capped by free memory and caches. 0 to 1.</summary>
    public double? UsableRatio => (UnusedAndCachesBytes < UsableBytes ? UnusedAndCachesBytes : UsableBytes) / CurrentBytes;

    /// <summary>Swapped out and not back in since the guest started.</summary>
    public double? SwappedBytes => SwapOutBytes - SwapInBytes;
}
