namespace BalloonExporter.Core.Policy;

/// <content>What makes the exporter hold back: after a rescue, after too much, after somebody else, with guests that do not follow.</content>
public sealed partial record Limits
{
    /// <summary>How long nothing is taken from a guest after its first rescue.</summary>
    public TimeSpan CooldownMinimum { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How much longer it is left alone when it had to be rescued again soon after.</summary>
    public double CooldownGrowth { get; init; } = 1.5;

    /// <summary>It is never left alone longer than this.</summary>
    public TimeSpan CooldownMaximum { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Each time this long passes without a rescue the next cooldown is shorter by one step.</summary>
    public TimeSpan CooldownDecay { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Time over which the circuit breaker counts.</summary>
    public TimeSpan BreakerWindow { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Most domains from which memory is taken within <see cref="BreakerWindow"/>. Null: <see cref="BreakerDomainsMinimum"/>, or
    /// <see cref="BreakerDomainShare"/> of the managed ones if that is more.
    /// </summary>
    public int? BreakerDomains { get; init; }

    /// <summary>The breaker never counts fewer domains than this, unless a number was set.</summary>
    public int BreakerDomainsMinimum { get; init; } = 100;

    /// <summary>Share of the managed domains from which memory may be taken, unless a number was set.</summary>
    public double BreakerDomainShare { get; init; } = 0.5;

    /// <summary>Most resident memory taken within <see cref="BreakerWindow"/> in KiB. Null: <see cref="BreakerShare"/> applies.</summary>
    public long? BreakerKib { get; init; }

    /// <summary>Most resident memory taken within <see cref="BreakerWindow"/>, as a share of the host's memory.</summary>
    public double BreakerShare { get; init; } = 0.25;

    /// <summary>How long a balloon that was never looked at before may still follow a command from before: of an exporter that was killed. Zero: not at all.</summary>
    public TimeSpan InheritedMoveTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a domain is left alone after somebody else moved its balloon.</summary>
    public TimeSpan ForeignMoveBackoff { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>A balloon this close to its target has arrived.</summary>
    public long ArrivalMinimumKib { get; init; } = 4 * MiB;

    /// <summary>The same as a share of the maximum.</summary>
    public double ArrivalShare { get; init; } = 0.005;

    /// <summary>A balloon that makes no progress for so long has stalled.</summary>
    public TimeSpan StallTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Less than this is no progress.</summary>
    public long ProgressKib { get; init; } = MiB;

    /// <summary>A shrink that is not done after so long must have been fast at least.</summary>
    public TimeSpan SlowAfter { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Slower than this, in KiB per second, is uncooperative.</summary>
    public long SlowKibPerSecond { get; init; } = 10 * MiB;

    /// <summary>A guest stalled this often within <see cref="StallWindow"/> is uncooperative too.</summary>
    public int StallsAllowed { get; init; } = 4;

    /// <summary>How long a stall is remembered.</summary>
    public TimeSpan StallWindow { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long an uncooperative guest is left alone the first time; each time twice as long.</summary>
    public TimeSpan ExclusionMinimum { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>It is never left alone longer than this.</summary>
    public TimeSpan ExclusionMaximum { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>Each time this long passes after an exclusion without another the next is shorter by one step.</summary>
    public TimeSpan ExclusionDecay { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>How far from its target a balloon of this maximum may rest and still count as arrived.</summary>
    public long ArrivalKib(long maximumKib) => Math.Max(ArrivalMinimumKib, (long)(maximumKib * ArrivalShare));
}
