namespace BalloonExporter.Core.Policy;

/// <content>Constants of the back-offs: after a rescue, after too many takes, after moves by others, and for guests that do not follow.</content>
public sealed partial record Limits
{
    /// <summary>Cooldown after a guest's first rescue.</summary>
    public TimeSpan CooldownMinimum { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Growth factor of the cooldown when another rescue follows soon.</summary>
    public double CooldownGrowth { get; init; } = 1.5;

    /// <summary>Maximum cooldown.</summary>
    public TimeSpan CooldownMaximum { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Without a rescue for this long the cooldown shrinks by one step.</summary>
    public TimeSpan CooldownDecay { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// A guest that was given memory beyond its demand is not taken from by a plan for this long, and recovery gives nothing back for this long after a take. Rescues,
    /// emergencies, growth that the demand asks for, and what customers who opted out are owed are not bound. Zero: no pacing.
    /// </summary>
    public TimeSpan PacingTime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Two changes of direction within this time, without a rise of the demand, are an oscillation.</summary>
    public TimeSpan OscillationWindow { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Time window of the circuit breaker.</summary>
    public TimeSpan BreakerWindow { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Most domains from which memory is taken within <see cref="BreakerWindow"/>. Null: <see cref="BreakerDomainsMinimum"/>, or
    /// <see cref="BreakerDomainShare"/> of the managed ones if that is more.
    /// </summary>
    public int? BreakerDomains { get; init; }

    /// <summary>Minimum of the breaker's number of domains, unless it is set.</summary>
    public int BreakerDomainsMinimum { get; init; } = 100;

    /// <summary>Share of the managed domains that memory may be taken from, unless a number is set.</summary>
    public double BreakerDomainShare { get; init; } = 0.5;

    /// <summary>Most resident memory taken within <see cref="BreakerWindow"/> in KiB. Null: <see cref="BreakerShare"/> applies.</summary>
    public long? BreakerKib { get; init; }

    /// <summary>Most resident memory taken within <see cref="BreakerWindow"/>, as a share of the host's memory.</summary>
    public double BreakerShare { get; init; } = 0.25;

    /// <summary>
    /// The same for what an emergency takes, at least <see cref="BreakerShare"/>: it rests on what the exporter itself has just read, and
    /// without it the host swaps or kills. What a plan and rescues took counts too.
    /// </summary>
    public double BreakerShareInEmergency { get; init; } = 0.5;

    /// <summary>
    /// How long a balloon seen for the first time may still follow a target from before, for example of an exporter that was killed.
    /// Zero: not at all.
    /// </summary>
    public TimeSpan InheritedMoveTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a domain is left alone after its balloon was moved by another program.</summary>
    public TimeSpan ForeignMoveBackoff { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>A balloon this close to its target has arrived.</summary>
    public long ArrivalMinimumKib { get; init; } = 4 * MiB;

    /// <summary>The same, as a share of the maximum.</summary>
    public double ArrivalShare { get; init; } = 0.005;

    /// <summary>A balloon without progress for this long has stalled.</summary>
    public TimeSpan StallTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Smaller changes are no progress.</summary>
    public long ProgressKib { get; init; } = MiB;

    /// <summary>After this time a shrink must have reached a minimum speed.</summary>
    public TimeSpan SlowAfter { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Minimum speed in KiB per second; a slower guest is uncooperative.</summary>
    public long SlowKibPerSecond { get; init; } = 10 * MiB;

    /// <summary>A guest with more stalls than this within <see cref="StallWindow"/> is uncooperative too.</summary>
    public int StallsAllowed { get; init; } = 4;

    /// <summary>How long a stall is remembered.</summary>
    public TimeSpan StallWindow { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>First exclusion of an uncooperative guest; each further one takes twice as long.</summary>
    public TimeSpan ExclusionMinimum { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Maximum exclusion.</summary>
    public TimeSpan ExclusionMaximum { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>Without another exclusion for this long the next one shrinks by one step.</summary>
    public TimeSpan ExclusionDecay { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>Tolerance within which a balloon counts as arrived, for a domain with this maximum.</summary>
    public long ArrivalKib(long maximumKib) => Math.Max(ArrivalMinimumKib, (long)(maximumKib * ArrivalShare));
}
