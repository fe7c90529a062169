namespace BalloonExporter.Core.Policy;

/// <content>What the reflexes alone go by; demand, levels and amounts are in <see cref="Planner"/>.</content>
public sealed partial record Limits
{
    /// <summary>A guest that swapped out more than this within ten seconds is rescued.</summary>
    public long RescueSwapKib { get; init; } = 4 * MiB;

    /// <summary>A rescue for swapping that left so much of its rate, and of which <see cref="RescueUnusedShare"/> lies unused, has changed nothing: no other one is made for that.</summary>
    public double SwapUnchangedShare { get; init; } = 0.75;

    /// <summary>By so much of what the rescue gave the guest has more usable.</summary>
    public double RescueUnusedShare { get; init; } = 0.5;

    /// <summary>For how long that is remembered.</summary>
    public TimeSpan SwapRescueWindow { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>A guest can eat about this much before anybody looks.</summary>
    public long AssumedGrowthKibPerSecond { get; init; } = 256 * MiB;

    /// <summary>A rescue gives at least this share of the maximum.</summary>
    public double RescueShare { get; init; } = 0.05;

    /// <summary>How far ahead growth is extrapolated where the host has memory for nothing else.</summary>
    public TimeSpan UrgentLookahead { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>How long the host must have been well.</summary>
    public TimeSpan GreenTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>An emergency ends when there was no sign of it for so long.</summary>
    public TimeSpan EmergencyHold { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time over which pressure and swapping of the host are looked at.</summary>
    public TimeSpan HostSignWindow { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often memory is given back.</summary>
    public TimeSpan RecoveryPeriod { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Without a heartbeat for so long nobody plans any more.</summary>
    public TimeSpan HeartbeatLifetime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>A guest that has not reported for so long is given its memory back.</summary>
    public TimeSpan SilenceTime { get; init; } = TimeSpan.FromMinutes(5);
}
