namespace BalloonExporter.Api;

/// <summary>How this exporter and its host are, at a glance. Sizes are bytes.</summary>
internal sealed record StatusReport
{
    /// <summary>The mode in effect: act or observe.</summary>
    public required string Mode { get; init; }

    /// <summary>Whether an exporter in act mode only observes, because another one acts on this host, or this is unknown.</summary>
    public required bool Standby { get; init; }

    /// <summary>Whether every libvirt answers.</summary>
    public required bool LibvirtUp { get; init; }

    /// <summary>The host's level: green, hold, soft, red, crit; absent before the first look.</summary>
    public string? Level { get; init; }

    /// <summary>Memory that guests may still occupy.</summary>
    public long? AvailableBytes { get; init; }

    /// <summary>Memory for all guests: the budget, or all of the host's.</summary>
    public long? TotalBytes { get; init; }

    /// <summary>When the plan was last heard of; absent: never.</summary>
    public DateTimeOffset? HeartbeatAt { get; init; }

    /// <summary>How long ago that was.</summary>
    public double? HeartbeatAgeSeconds { get; init; }

    /// <summary>Whether memory is given back because heartbeats have stopped.</summary>
    public required bool PlanGone { get; init; }

    /// <summary>Whether the host is about to run out of memory.</summary>
    public required bool Emergency { get; init; }

    /// <summary>The pause, and who asked for it.</summary>
    public required PauseAnswer Pause { get; init; }

    /// <summary>Running domains.</summary>
    public required int Domains { get; init; }

    /// <summary>Those whose balloon may be moved now.</summary>
    public required int Managed { get; init; }

    /// <summary>In observe mode: memory that managed domains occupy above what they need now, which act mode could take from them.</summary>
    public long? ReclaimableBytes { get; init; }

    /// <summary>Names of domains that a restart has left off.</summary>
    public required IReadOnlyList<string> FailedRestarts { get; init; }

    /// <summary>The last ten moves, the newest first; in observe mode those that would have been made.</summary>
    public required IReadOnlyList<DecisionEntry> Moves { get; init; }
}
