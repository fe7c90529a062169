using BalloonExporter.Core.Model;
using BalloonExporter.Core.Planning;

namespace BalloonExporter.Core.Policy;

/// <content>Constants that guard-rails and reflexes share with the plan, converted to their units. All values come from <see cref="Planner"/>.</content>
public sealed partial record Limits
{
    // 1 EiB: more than any host has, and sums of a few do not overflow.
    private const double MostKib = 1L << 50;

    /// <summary>The constants of the plan, including the operator's overrides.</summary>
    public PlannerConstants Planner { get; init; } = PlannerConstants.Shipped;

    /// <summary>Upper limit of the reclaim goal.</summary>
    public long GoalCapKib => WholeKib(Planner.GoalCapBytes);

    /// <summary>Upper limit of the SOFT mark.</summary>
    public long SoftCapKib => WholeKib(Planner.SoftCapBytes);

    /// <summary>Upper limit of the RED mark.</summary>
    public long RedCapKib => WholeKib(Planner.RedCapBytes);

    /// <summary>Upper limit of the CRIT mark.</summary>
    public long CritCapKib => WholeKib(Planner.CritCapBytes);

    /// <summary>RED also when the host swaps out faster than this.</summary>
    public double RedSwapOutKibPerSecond => Kib.FromBytes(Planner.RedSwapOutBytesPerSecond);

    /// <summary>Minimum reserve of the host. Applies to physical memory, not to a budget, which belongs to the guests alone.</summary>
    public long ReserveMinimumKib => WholeKib(Planner.ReserveBytes);

    /// <summary>Minimum headroom of a guest above its working set.</summary>
    public long HeadroomKib => WholeKib(Planner.HeadroomBytes);

    /// <summary>Time over which working-set growth is extrapolated, since samples are old by the time the balloon moves.</summary>
    public TimeSpan SlopeLookahead => TimeSpan.FromSeconds(Planner.SlopeSeconds);

    /// <summary>Minimum margin of the hard floor above the working set.</summary>
    public long FloorMarginKib => WholeKib(Planner.FloorMarginBytes);

    /// <summary>Lower limit of every floor.</summary>
    public long MinimumFloorKib => WholeKib(Planner.FloorBytes);

    /// <summary>Memory given back to a domain per <see cref="RecoveryPeriod"/>, in addition to a share of its maximum.</summary>
    public long RecoverStepKib => WholeKib(Planner.RecoverStepBytes);

    /// <summary>Margin of a frozen domain above its resident memory.</summary>
    public long FreezeMarginKib => WholeKib(Planner.FreezeMarginBytes);

    /// <summary>Shares of a domain without a policy, at least 1.</summary>
    public int DefaultShares => (int)Math.Clamp(Planner.DefaultShares, 1, int.MaxValue);

    /// <summary>Moves smaller than this are not worth a command.</summary>
    public long DeadBandMinimumKib => WholeKib(Planner.DeadbandBytes);

    private static long WholeKib(double bytes) => (long)Math.Min(Kib.FromBytes(bytes), MostKib);
}
