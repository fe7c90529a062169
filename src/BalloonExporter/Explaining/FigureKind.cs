namespace BalloonExporter.Explaining;

/// <summary>A kind of number that explanations show.</summary>
/// <param name="What">What it is, for people.</param>
/// <param name="Metric">The exporter's metric, or the series that the rules record.</param>
/// <param name="Unit">Its unit.</param>
internal sealed record FigureKind(string What, string Metric, FigureUnit Unit = FigureUnit.Bytes)
{
    public static readonly FigureKind Sold = new("sold", "balloon_domain_memory_maximum_bytes");
    public static readonly FigureKind Has = new("has", "balloon_domain_memory_current_bytes");
    public static readonly FigureKind Target = new("target in force", "balloon_domain_target_bytes");
    public static readonly FigureKind TargetSetAt = new("target set at", "balloon_domain_target_set_timestamp_seconds", FigureUnit.Time);
    public static readonly FigureKind Occupies = new("occupies on the host", "balloon_domain_host_resident_bytes");
    public static readonly FigureKind WorkingSet = new("working set", "balloon_domain_working_set_bytes");
    public static readonly FigureKind Usable = new("usable in the guest", "balloon_domain_guest_memory_usable_bytes");
    public static readonly FigureKind SwapOut = new("swapped out since its boot", "balloon_domain_guest_swap_out_bytes_total");
    public static readonly FigureKind SampledAt = new("last sample", "balloon_domain_guest_stats_last_update_timestamp_seconds", FigureUnit.Time);
    public static readonly FigureKind Fresh = new("statistics are fresh", "balloon_domain_guest_stats_fresh", FigureUnit.YesNo);
    public static readonly FigureKind Floor = new("floor of its policy", "balloon_domain_policy_floor_bytes");
    public static readonly FigureKind Ceiling = new("ceiling of its policy", "balloon_domain_policy_ceiling_bytes");
    public static readonly FigureKind Shares = new("shares", "balloon_domain_policy_shares", FigureUnit.Number);
    public static readonly FigureKind TakesBlockedUntil = new("no plan takes until", "balloon_domain_shrink_blocked_until_timestamp_seconds", FigureUnit.Time);
    public static readonly FigureKind GivesBlockedUntil = new("no recovery gives until", "balloon_domain_recovery_blocked_until_timestamp_seconds", FigureUnit.Time);

    public static readonly FigureKind Demand = new("demand", "balloon:domain_demand:bytes");
    public static readonly FigureKind HardFloor = new("hard floor", "balloon:domain_hard_floor:bytes");
    public static readonly FigureKind Headroom = new("headroom", "balloon:domain_headroom:bytes");
    public static readonly FigureKind SwapDebt = new("swap debt", "balloon:domain_debt:bytes");
    public static readonly FigureKind Slope = new("slope", "balloon:domain_slope:bytes");
    public static readonly FigureKind Lack = new("missing to what it is entitled to", "balloon:domain_need:bytes");
    public static readonly FigureKind Idle = new("idle, of which can be taken", "balloon:domain_idle:bytes");
    public static readonly FigureKind Share = new("its part where not all fit", "balloon:domain_split:bytes");
    public static readonly FigureKind Recommended = new("recommended target", "balloon:domain_target:recommended_bytes");
    public static readonly FigureKind Move = new("recommended move", "balloon:domain_move:bytes");
    public static readonly FigureKind DeadBand = new("smallest move worth a command", "balloon:domain_deadband:bytes");

    public static readonly FigureKind Level = new("level of the host", "balloon:host_level:number", FigureUnit.Level);
    public static readonly FigureKind HostTotal = new("memory of the host for guests", "balloon_host_memory_total_bytes");
    public static readonly FigureKind HostAvailable = new("available on the host", "balloon_host_memory_available_bytes");
    public static readonly FigureKind HostReserve = new("reserve of the host", "balloon_host_memory_reserve_bytes");
    public static readonly FigureKind HostGoal = new("goal of the plan for available memory", "balloon:host_mark:goal_bytes");
    public static readonly FigureKind HostDeficit = new("missing to the goal", "balloon:host_deficit:bytes");
    public static readonly FigureKind Paused = new("paused", "balloon_feedback_paused", FigureUnit.YesNo);
    public static readonly FigureKind Heartbeat = new("last heartbeat of the plan", "balloon_feedback_last_heartbeat_timestamp_seconds", FigureUnit.Time);

    /// <summary>Those of one domain.</summary>
    public static readonly IReadOnlyList<FigureKind> OfDomain =
    [
        Sold, Has, Target, TargetSetAt, Occupies, WorkingSet, Usable, SwapOut, SampledAt, Fresh, Floor, Ceiling, Shares, TakesBlockedUntil, GivesBlockedUntil,
        Demand, HardFloor, Headroom, SwapDebt, Slope, Lack, Idle, Share, Recommended, Move, DeadBand,
    ];

    /// <summary>Those of its host and exporter.</summary>
    public static readonly IReadOnlyList<FigureKind> OfHost = [Level, HostTotal, HostAvailable, HostReserve, HostGoal, HostDeficit, Paused, Heartbeat];

    /// <summary>A figure of this kind.</summary>
    /// <param name="value">As the metric has it.</param>
    /// <param name="source">Where else than as the metric it can be asked for.</param>
    public Figure Of(double value, string? source = null) => new(What, value, Unit, source ?? Metric);
}
