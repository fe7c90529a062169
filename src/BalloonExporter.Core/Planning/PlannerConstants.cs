using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Planning;

/// <summary>
/// The constants of the plan, by the names, units and defaults of alerts/planner.rules.yml (balloon:config:NAME). The reflexes and
/// guard-rails go by the same object (see <see cref="Policy.Limits"/>): no other C# states one of these numbers. A test compares it with the rules.
/// </summary>
public sealed partial record PlannerConstants
{
    private const double MiB = Kib.BytesPerMiB;
    private const double GiB = Kib.PerGiB * (double)Kib.Bytes;

    /// <summary>What the rules have without overrides.</summary>
    public static PlannerConstants Shipped { get; } = new();

    /// <summary>Available share of the host that reclaiming aims for. Ratio.</summary>
    public double GoalRatio { get; init; } = 0.12;

    /// <summary>The goal is at most this. Bytes.</summary>
    public double GoalCapBytes { get; init; } = 64 * GiB;

    /// <summary>GREEN above this available share for a minute; recovery never eats below it. Ratio.</summary>
    public double GreenEnterRatio { get; init; } = 0.15;

    /// <summary>SOFT below this available share. Ratio.</summary>
    public double SoftEnterRatio { get; init; } = 0.10;

    /// <summary>The mark of SOFT is at most this. Bytes.</summary>
    public double SoftCapBytes { get; init; } = 48 * GiB;

    /// <summary>SOFT ends at this available share. Ratio.</summary>
    public double SoftLeaveRatio { get; init; } = 0.12;

    /// <summary>RED below this available share. Ratio.</summary>
    public double RedEnterRatio { get; init; } = 0.06;

    /// <summary>The mark of RED is at most this. Bytes.</summary>
    public double RedCapBytes { get; init; } = 24 * GiB;

    /// <summary>RED ends at this available share. Ratio.</summary>
    public double RedLeaveRatio { get; init; } = 0.08;

    /// <summary>RED too while tasks of the host wait for memory more than this part of the time (PSI "some"). Ratio.</summary>
    public double RedPressureRatio { get; init; } = 0.10;

    /// <summary>RED too while the host swaps out faster than this. Bytes per second.</summary>
    public double RedSwapOutBytesPerSecond { get; init; } = MiB;

    /// <summary>CRIT below this available share; growth never eats below it. Ratio.</summary>
    public double CritEnterRatio { get; init; } = 0.045;

    /// <summary>The mark of CRIT is at most this. Bytes.</summary>
    public double CritCapBytes { get; init; } = 16 * GiB;

    /// <summary>CRIT ends at this available share. Ratio.</summary>
    public double CritLeaveRatio { get; init; } = 0.06;

    /// <summary>Below this available share no domain grows; capped as CRIT is. Ratio.</summary>
    public double NoGrantRatio { get; init; } = 0.03;

    /// <summary>The host keeps this share of its memory for itself, at most <see cref="CritCapBytes"/>. Ratio.</summary>
    public double ReserveRatio { get; init; } = 0.02;

    /// <summary>The host keeps at least this for itself. Bytes.</summary>
    public double ReserveBytes { get; init; } = GiB;

    /// <summary>Headroom above the working set, at least. Bytes.</summary>
    public double HeadroomBytes { get; init; } = 384 * MiB;

    /// <summary>Headroom above the working set, at least this part of the maximum. Ratio.</summary>
    public double HeadroomMaximumRatio { get; init; } = 0.08;

    /// <summary>Headroom above the working set, at least this part of the working set. Ratio.</summary>
    public double HeadroomWorkingSetRatio { get; init; } = 0.30;

    /// <summary>How far ahead the growth of a working set is extrapolated. Seconds.</summary>
    public double SlopeSeconds { get; init; } = 20;

    /// <summary>Neither swap debt nor extrapolated growth counts for more than this part of the maximum. Ratio.</summary>
    public double SurgeCapRatio { get; init; } = 0.5;

    /// <summary>Hard floor: margin above the working set, at least. Bytes.</summary>
    public double FloorMarginBytes { get; init; } = 64 * MiB;

    /// <summary>Hard floor: margin above the working set, at least this part of it. Ratio.</summary>
    public double FloorMarginRatio { get; init; } = 0.05;

    /// <summary>Hard floor: no domain is planned below this, whatever its policy floor. Bytes.</summary>
    public double FloorBytes { get; init; } = 256 * MiB;

    /// <summary>A guest that swapped out more than this within two minutes is under pressure and not shrunk. Bytes.</summary>
    public double PressureSwapOutBytes { get; init; } = MiB;

    /// <summary>A guest with less than this part of its memory usable is under pressure and not shrunk. Ratio.</summary>
    public double PressureUsableRatio { get; init; } = 0.06;

    /// <summary>Swapping counts only in a guest with less than this part of its memory usable. Ratio.</summary>
    public double SwapUsableRatio { get; init; } = 0.30;

    /// <summary>Recovery per domain and 15 seconds: this part of the maximum ... Ratio.</summary>
    public double RecoverStepRatio { get; init; } = 0.10;

    /// <summary>... plus this much. Bytes.</summary>
    public double RecoverStepBytes { get; init; } = 32 * MiB;

    /// <summary>In CRIT a comfortable domain keeps this much above what it has resident. Bytes.</summary>
    public double FreezeMarginBytes { get; init; } = 64 * MiB;

    /// <summary>A take that has not returned to the host counts as coming for so long after its command. Seconds.</summary>
    public double InflightSeconds { get; init; } = 30;

    /// <summary>When the demands do not fit, the split leaves this share of the host available; capped as RED is. Ratio.</summary>
    public double SplitReserveRatio { get; init; } = 0.08;

    /// <summary>The split ends when all demands fit into this part of the room. Ratio.</summary>
    public double SplitLeaveRatio { get; init; } = 0.95;

    /// <summary>Shares of a domain that has none set. Number.</summary>
    public double DefaultShares { get; init; } = 1000;

    /// <summary>A move smaller than this is not worth a command. Bytes.</summary>
    public double DeadbandBytes { get; init; } = 16 * MiB;

    /// <summary>While the host is well (GREEN, HOLD) neither is one smaller than this part of the maximum. Ratio.</summary>
    public double DeadbandMaximumRatio { get; init; } = 0.01;

    /// <summary>Of an amount that is divided each domain takes at least this many dead-bands, so that the moves are few and large. Number.</summary>
    public double PartDeadbands { get; init; } = 2;

    /// <summary>Samples and recommendations older than this are not acted upon. Seconds.</summary>
    public double MaxAgeSeconds { get; init; } = 45;
}
