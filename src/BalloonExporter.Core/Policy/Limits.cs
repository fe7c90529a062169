using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Policy;

/// <summary>The constants of the guard-rails. Sizes are KiB, shares are fractions of 1.</summary>
public sealed partial record Limits
{
    private const long MiB = Kib.PerMiB;

    /// <summary>Floor of a domain as a share of its maximum, unless <see cref="FloorKib"/> says otherwise.</summary>
    public double FloorShare { get; init; } = 0.25;

    /// <summary>Floor of every domain in KiB, instead of a share. Null: <see cref="FloorShare"/> applies.</summary>
    public long? FloorKib { get; init; }

    /// <summary>How long a domain is left alone after a start, reboot, restore or migration.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Maximum age of a recommendation that takes memory, and of one that gives memory without a stated lifetime.</summary>
    public TimeSpan RecommendationLifetime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Maximum age of any recommendation that gives memory.</summary>
    public TimeSpan RecommendationLifetimeMaximum { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>A sample older than this many statistics periods is stale.</summary>
    public int FreshPeriods { get; init; } = 3;

    /// <summary>Time window of the step limit of a domain.</summary>
    public TimeSpan ShrinkWindow { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Most resident memory taken from a domain per window, as a share of its maximum.</summary>
    public double ShrinkShare { get; init; } = 0.10;

    /// <summary>The same in RED.</summary>
    public double ShrinkShareInRed { get; init; } = 0.25;

    /// <summary>
    /// Most that a balloon may shrink per window, as a share of its maximum, resident or not. Does not apply in RED: there the part that
    /// is not resident must not cost time.
    /// </summary>
    public double WayShare { get; init; } = 0.25;

    /// <summary>Minimum of the step limit per window.</summary>
    public long ShrinkMinimumKib { get; init; } = 64 * MiB;

    /// <summary>Most of a guest's usable memory that one step may take.</summary>
    public double UsableShare { get; init; } = 0.60;

    /// <summary>A grant that was not used within this time no longer counts.</summary>
    public TimeSpan GrantWindow { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Swap of guests without an own setting. Null: none that can be counted on.</summary>
    public Amount? GuestSwap { get; init; }

    /// <summary>Share of a guest's swap that a split counts on: the rest may be in use already.</summary>
    public double GuestSwapUse { get; init; } = 0.8;

    /// <summary>Of undeclared swap at most this much is used for a split, as a share of the maximum: how much there is, is unknown.</summary>
    public double FoundSwapShare { get; init; } = 0.20;

    /// <summary>
    /// A guest with more than this share of its memory usable that neither swaps out nor in for <see cref="SwapCalmTime"/> does not want back
    /// what is in its swap.
    /// </summary>
    public double SwapCalmUsableRatio { get; init; } = 0.01;

    /// <summary>See <see cref="SwapCalmUsableRatio"/>.</summary>
    public TimeSpan SwapCalmTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How far a take goes below the working set to find out whether there is swap.</summary>
    public long SwapProbeKib { get; init; } = 64 * MiB;

    /// <summary>How far one take goes below the working set when swap was found, as a share of the maximum.</summary>
    public double SwapStepShare { get; init; } = 0.05;

    /// <summary>A sample this much later than a take into swap shows its effect.</summary>
    public TimeSpan SwapProbeTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a guest counts as one without room in swap after a take into it led nowhere.</summary>
    public TimeSpan SwapFullTime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>A split older than this is ignored.</summary>
    public TimeSpan SplitLifetime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The operator's policies by domain name; the first match applies.</summary>
    public IReadOnlyList<PolicyOverride> Overrides { get; init; } = [];

    /// <summary>The operator's policy for a domain name; null when there is none.</summary>
    public PolicyOverride? OverrideOf(string name)
    {
        foreach (var each in Overrides)
        {
            if (each.Names.IsMatch(name))
                return each;
        }

        return null;
    }

    /// <summary>The smallest balloon change worth a command while the host is above SOFT, for a domain with this maximum.</summary>
    public long DeadBandKib(long maximumKib) => Math.Max(DeadBandMinimumKib, (long)(maximumKib * Planner.DeadbandMaximumRatio));

    /// <summary>Most resident memory taken from a domain with this maximum within <see cref="ShrinkWindow"/>.</summary>
    public long ShrinkLimitKib(long maximumKib, bool hostRed) =>
        Math.Max(ShrinkMinimumKib, (long)(maximumKib * (hostRed ? ShrinkShareInRed : ShrinkShare)));

    /// <summary>Most that the balloon of a domain with this maximum may shrink within <see cref="ShrinkWindow"/>.</summary>
    public long WayLimitKib(long maximumKib) => Math.Max(ShrinkMinimumKib, (long)(maximumKib * WayShare));
}
