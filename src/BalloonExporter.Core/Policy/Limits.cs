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

    /// <summary>How long a domain is left alone after start, reboot, restore or migration.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Nothing is taken on an older recommendation, whatever it says; nor is anything given on an older one that does not say how long it is good for.</summary>
    public TimeSpan RecommendationLifetime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Nothing is given on an older recommendation, whatever it says.</summary>
    public TimeSpan RecommendationLifetimeMaximum { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>A sample older than this many statistics periods is stale.</summary>
    public int FreshPeriods { get; init; } = 3;

    /// <summary>Time over which shrinks of one domain are added up.</summary>
    public TimeSpan ShrinkWindow { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Most resident memory that may be taken from a domain per window, as a share of its maximum.</summary>
    public double ShrinkShare { get; init; } = 0.10;

    /// <summary>The same while the host is short (RED).</summary>
    public double ShrinkShareInRed { get; init; } = 0.25;

    /// <summary>
    /// Furthest that a balloon may go down per window, as a share of its maximum, whatever leaves resident memory. Not while the host is
    /// short: then the way to what is resident must not cost time.
    /// </summary>
    public double WayShare { get; init; } = 0.25;

    /// <summary>What may always be taken per window.</summary>
    public long ShrinkMinimumKib { get; init; } = 64 * MiB;

    /// <summary>Most of a guest's usable memory that one step may take.</summary>
    public double UsableShare { get; init; } = 0.60;

    /// <summary>Time after which a grant that was not taken up does not count any more.</summary>
    public TimeSpan GrantWindow { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>What guests have as swap of their own, unless said otherwise by name. Null: nothing that could be counted on.</summary>
    public Amount? GuestSwap { get; init; }

    /// <summary>How much of a guest's swap a split counts on: the rest may be in use already, or be needed in a moment.</summary>
    public double GuestSwapUse { get; init; } = 0.8;

    /// <summary>How long a split counts that nobody made anew.</summary>
    public TimeSpan SplitLifetime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What the operator says for domains of some names; the first that matches counts.</summary>
    public IReadOnlyList<PolicyOverride> Overrides { get; init; } = [];

    /// <summary>What the operator says for a domain of this name; null when nothing is said.</summary>
    public PolicyOverride? OverrideOf(string name)
    {
        foreach (var each in Overrides)
        {
            if (each.Names.IsMatch(name))
                return each;
        }

        return null;
    }

    /// <summary>The smallest change of a balloon that is worth a command while the host is well, for a domain of this maximum.</summary>
    public long DeadBandKib(long maximumKib) => Math.Max(DeadBandMinimumKib, (long)(maximumKib * Planner.DeadbandMaximumRatio));

    /// <summary>The most that may be taken from a domain of this maximum within <see cref="ShrinkWindow"/>.</summary>
    public long ShrinkLimitKib(long maximumKib, bool hostRed) =>
        Math.Max(ShrinkMinimumKib, (long)(maximumKib * (hostRed ? ShrinkShareInRed : ShrinkShare)));

    /// <summary>The furthest that a balloon of this maximum may go down within <see cref="ShrinkWindow"/>.</summary>
    public long WayLimitKib(long maximumKib) => Math.Max(ShrinkMinimumKib, (long)(maximumKib * WayShare));
}
