namespace BalloonExporter.Core.Policy;

/// <content>Constants of the reflexes alone. Those of demand, levels and amounts are in <see cref="Planner"/>.</content>
public sealed partial record Limits
{
    /// <summary>A guest that swapped out more than this within ten seconds is rescued.</summary>
    public long RescueSwapKib { get; init; } = 4 * MiB;

    /// <summary>
    /// A rescue for swapping had no effect when at least this share of the swap rate remains and <see cref="RescueUnusedShare"/> of it is
    /// unused; then it is not repeated.
    /// </summary>
    public double SwapUnchangedShare { get; init; } = 0.75;

    /// <summary>Share of the rescue that must show as more usable memory to count as unused.</summary>
    public double RescueUnusedShare { get; init; } = 0.5;

    /// <summary>How long a rescue for swapping is remembered.</summary>
    public TimeSpan SwapRescueWindow { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Assumed growth of a guest between two looks.</summary>
    public long AssumedGrowthKibPerSecond { get; init; } = 256 * MiB;

    /// <summary>A rescue gives at least this share of the maximum.</summary>
    public double RescueShare { get; init; } = 0.05;

    /// <summary>A second rescue of a guest within this time asks for all that it may have.</summary>
    public TimeSpan EscalationWindow { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Memory given to a guest that it does not have after this time has not arrived.</summary>
    public TimeSpan ArrivalTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Lookahead for growth when the host is short of memory.</summary>
    public TimeSpan UrgentLookahead { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>How long room is made for a domain that has started, or is about to.</summary>
    public TimeSpan StartTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Share of its maximum that a domain is expected to touch meanwhile.</summary>
    public double StartShare { get; init; } = 0.25;

    /// <summary>How long the host must be above the GREEN mark.</summary>
    public TimeSpan GreenTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>An emergency ends after this time without a sign of it.</summary>
    public TimeSpan EmergencyHold { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time window of the host's pressure and swap rates.</summary>
    public TimeSpan HostSignWindow { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Interval of recovery.</summary>
    public TimeSpan RecoveryPeriod { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Without a heartbeat for this long the plan counts as gone.</summary>
    public TimeSpan HeartbeatLifetime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>A guest that has not reported for this long is given its memory back.</summary>
    public TimeSpan SilenceTime { get; init; } = TimeSpan.FromMinutes(5);
}
