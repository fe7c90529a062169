using BalloonExporter.Core.Model;
using BalloonExporter.Core.Planning;

namespace BalloonExporter.Core.Policy;

/// <content>The constants that the guard-rails and reflexes have in common with the plan, in their own units. None has a number of its own.</content>
public sealed partial record Limits
{
    // An EiB: no host has more, and sums of a few stay in range.
    private const double MostKib = 1L << 50;

    /// <summary>The constants of the plan, with what the operator overrides.</summary>
    public PlannerConstants Planner { get; init; } = PlannerConstants.Shipped;

    /// <summary>The goal of reclaiming is at most this.</summary>
    public long GoalCapKib => WholeKib(Planner.GoalCapBytes);

    /// <summary>The mark of SOFT is at most this.</summary>
    public long SoftCapKib => WholeKib(Planner.SoftCapBytes);

    /// <summary>The mark of RED is at most this.</summary>
    public long RedCapKib => WholeKib(Planner.RedCapBytes);

    /// <summary>The mark of CRIT is at most this.</summary>
    public long CritCapKib => WholeKib(Planner.CritCapBytes);

    /// <summary>A host that swaps out faster than this is short.</summary>
    public double RedSwapOutKibPerSecond => Kib.FromBytes(Planner.RedSwapOutBytesPerSecond);

    /// <summary>What the host itself keeps at least. Of physical memory only: a budget is the guests' alone.</summary>
    public long ReserveMinimumKib => WholeKib(Planner.ReserveBytes);

    /// <summary>What a guest shall have above its working set at least.</summary>
    public long HeadroomKib => WholeKib(Planner.HeadroomBytes);

    /// <summary>How far ahead the growth of a working set is extrapolated: a sample is old when the balloon moves.</summary>
    public TimeSpan SlopeLookahead => TimeSpan.FromSeconds(Planner.SlopeSeconds);

    /// <summary>What a guest must keep above its working set at least.</summary>
    public long FloorMarginKib => WholeKib(Planner.FloorMarginBytes);

    /// <summary>No floor is below this.</summary>
    public long MinimumFloorKib => WholeKib(Planner.FloorBytes);

    /// <summary>Given back to a domain per <see cref="RecoveryPeriod"/>, besides a share of its maximum.</summary>
    public long RecoverStepKib => WholeKib(Planner.RecoverStepBytes);

    /// <summary>What a frozen domain keeps above its resident memory.</summary>
    public long FreezeMarginKib => WholeKib(Planner.FreezeMarginBytes);

    /// <summary>Shares of a domain for which nothing else is said, at least 1.</summary>
    public int DefaultShares => (int)Math.Clamp(Planner.DefaultShares, 1, int.MaxValue);

    /// <summary>Moves smaller than this are not worth a command.</summary>
    public long DeadBandMinimumKib => WholeKib(Planner.DeadbandBytes);

    private static long WholeKib(double bytes) => (long)Math.Min(Kib.FromBytes(bytes), MostKib);
}
