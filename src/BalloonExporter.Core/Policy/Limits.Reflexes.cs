namespace BalloonExporter.Policy;

/// <content>What the reflexes go by. Demand, levels and amounts are those of the planner's rules.</content>
public sealed partial record Limits
{
    /// <summary>What a guest shall have above its working set at least.</summary>
    public long HeadroomKib { get; init; } = 384 * MiB;

    /// <summary>The same as a share of the maximum.</summary>
    public double HeadroomMaximumShare { get; init; } = 0.08;

    /// <summary>The same as a share of the working set.</summary>
    public double HeadroomWorkingSetShare { get; init; } = 0.30;

    /// <summary>Neither swap debt nor extrapolated growth counts for more than this share of the maximum.</summary>
    public double SurgeShare { get; init; } = 0.5;

    /// <summary>A guest that swapped out more than this within ten seconds is rescued.</summary>
    public long RescueSwapKib { get; init; } = 4 * MiB;

    /// <summary>
    /// Swapping counts only in a guest with less than this part of its memory usable. With more of it what swaps is a container at its own
    /// limit, somebody who reclaims ahead of need, or no swap at all: Windows counts mapped files.
    /// </summary>
    public double SwapUsableShare { get; init; } = 0.30;

    /// <summary>A rescue for swapping that left so much of its rate, and of which <see cref="RescueUnusedShare"/> lies unused, has changed nothing: no other one is made for that.</summary>
    public double SwapUnchangedShare { get; init; } = 0.75;

    /// <summary>By so much of what the rescue gave the guest has more usable.</summary>
    public double RescueUnusedShare { get; init; } = 0.5;

    /// <summary>For how long that is remembered.</summary>
    public TimeSpan SwapRescueMemory { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>A guest with less of its memory usable is rescued.</summary>
    public double RescueUsableShare { get; init; } = 0.06;

    /// <summary>A guest can eat about this much before anybody looks.</summary>
    public long AppetiteKibPerSecond { get; init; } = 256 * MiB;

    /// <summary>A rescue gives at least this share of the maximum.</summary>
    public double RescueShare { get; init; } = 0.05;

    /// <summary>How far ahead growth is extrapolated where the host has memory for nothing else.</summary>
    public TimeSpan UrgentLookahead { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>Above this available share guests in need are given room to breathe, below it (SOFT) only what they need to live …</summary>
    public double ComfortShare { get; init; } = 0.10;

    /// <summary>… but more than this is always enough.</summary>
    public long SoftMostKib { get; init; } = 48 * GiB;

    /// <summary>Available share that reclaiming aims for …</summary>
    public double GoalShare { get; init; } = 0.12;

    /// <summary>… but no more than this.</summary>
    public long GoalMostKib { get; init; } = 64 * GiB;

    /// <summary>Above this available share for <see cref="GreenTime"/> memory is given back (GREEN).</summary>
    public double GreenShare { get; init; } = 0.15;

    /// <summary>How long the host must have been well.</summary>
    public TimeSpan GreenTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>An emergency by the available share ends at this share, or as much above the most for RED.</summary>
    public double HostShortLeaveShare { get; init; } = 0.08;

    /// <summary>CRIT ends at this share, or as much above the most for it.</summary>
    public double HostCriticalLeaveShare { get; init; } = 0.06;

    /// <summary>An emergency ends when there was no sign of it for so long.</summary>
    public TimeSpan EmergencyHold { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Below this available share, or as much below the most for CRIT, nobody is given anything.</summary>
    public double NoGrantShare { get; init; } = 0.03;

    /// <summary>Tasks of the host that wait for memory more than this part of the time are an emergency (PSI "some").</summary>
    public double PressureShare { get; init; } = 0.10;

    /// <summary>Swapping out faster than this, in KiB per second, is an emergency.</summary>
    public long HostSwapKibPerSecond { get; init; } = MiB;

    /// <summary>Time over which pressure and swapping of the host are looked at.</summary>
    public TimeSpan HostSignWindow { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What a frozen domain keeps above its resident memory.</summary>
    public long FreezeMarginKib { get; init; } = 64 * MiB;

    /// <summary>How often memory is given back.</summary>
    public TimeSpan RecoveryPeriod { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Given back to a domain per <see cref="RecoveryPeriod"/>: this share of its maximum …</summary>
    public double RecoveryShare { get; init; } = 0.10;

    /// <summary>… and this much.</summary>
    public long RecoveryKib { get; init; } = 32 * MiB;

    /// <summary>Without a heartbeat for so long nobody plans any more.</summary>
    public TimeSpan HeartbeatLifetime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>A guest that has not reported for so long is given its memory back.</summary>
    public TimeSpan SilenceLifetime { get; init; } = TimeSpan.FromMinutes(5);
}
