using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Ledger;

/// <summary>
/// Memory recently taken from one domain, as counted by the step limit and the circuit breaker: observed decreases of resident memory,
/// and, until the balloon has arrived, the possible rest. Sizes are KiB. Immutable.
/// </summary>
public sealed record TakeCharges
{
    /// <summary>Nothing was taken.</summary>
    public static TakeCharges None { get; } = new();

    /// <summary>Observed takes, oldest first.</summary>
    public IReadOnlyList<Charge> Seen { get; init; } = [];

    /// <summary>The take in progress; null when there is none.</summary>
    public TakeUnderWay? UnderWay { get; init; }

    /// <summary>Resident memory taken since a moment, including the rest of a take in progress.</summary>
    public long ResidentSinceKib(Moment since) => SumSince(since, charge => charge.ResidentKib) + (UnderWay?.PossibleKib ?? 0);

    /// <summary>The same without trust in the guest's figures: all of the remaining distance may be resident.</summary>
    public long ResidentAtMostSinceKib(Moment since) => SumSince(since, charge => charge.ResidentKib) + (UnderWay?.LeftKib ?? 0);

    /// <summary>How far the balloon shrank since a moment, including the rest of a take in progress.</summary>
    public long WaySinceKib(Moment since) => SumSince(since, charge => charge.WayKib) + (UnderWay?.LeftKib ?? 0);

    /// <summary>
    /// Distance that a balloon above its target still has to shrink without a recorded take: the target was a grow when it was set, and
    /// another program has raised the balloon since.
    /// </summary>
    public long UncountedKib(long currentKib, long fromKib) => UnderWay is null ? Math.Max(0, currentKib - fromKib) : 0;

    /// <summary>Adds a take that begins.</summary>
    /// <param name="domain">The domain as read for the decision.</param>
    /// <param name="decision">The decision; it has a target.</param>
    /// <param name="at">The current moment.</param>
    public TakeCharges Begun(DomainMemory domain, Decision decision, Moment at)
    {
        if (decision is not { FromKib: { } fromKib, ToKib: { } toKib })
            return this;
        var currentKib = domain.CurrentKib ?? fromKib;
        var (charges, stillPossibleKib) = UnderWay is { } former ? Settled(former, at) : (this, UncountedKib(currentKib, fromKib));
        var take = new TakeUnderWay(currentKib, toKib, Math.Min(stillPossibleKib + decision.ResidentTakenKib, Math.Max(0, currentKib - toKib)), at)
        {
            ResidentKib = domain.ResidentKib ?? fromKib,
        };
        return charges with { UnderWay = take };
    }

    /// <summary>
    /// The charges after another target replaced the one under way. The take counts for a moment longer: the balloon may have moved
    /// further than was observed.
    /// </summary>
    public TakeCharges Superseded(Moment at) =>
        UnderWay is { SupersededAt: null } take ? this with { UnderWay = take with { SupersededAt = at } } : this;

    /// <summary>The charges after a look: observed decreases count from now on; when the take ends, the rest no longer counts.</summary>
    /// <param name="currentKib">The balloon's size.</param>
    /// <param name="residentKib">The domain's resident memory.</param>
    /// <param name="inForce">Whether the target is known to be in force: then the balloon may still follow, however late.</param>
    /// <param name="at">When the look was made.</param>
    /// <param name="limits">The constants.</param>
    public TakeCharges After(long currentKib, long residentKib, bool inForce, Moment at, Limits limits)
    {
        if (UnderWay is not { } before || at <= before.SeenAt)
            return this;
        var take = before.Seen(currentKib, residentKib, at);
        // A grow can hide how far the balloon had shrunk: then only the decrease of resident memory counts.
        if (take.SupersededAt is not null && take.IsOver(inForce, at, limits))
            take = take with { ChargedKib = Math.Max(take.ChargedKib, Math.Min(take.FallKib, take.FromKib - take.ToKib)) };
        var charges = Add(take.ChargedKib - before.ChargedKib, take.WayKib - before.WayKib, at, limits);
        return charges with { UnderWay = take.IsOver(inForce, at, limits) ? null : take };
    }

    // Result of the former take when the next one begins. Resident memory falls before the balloon's new size is reported, so its
    // decrease alone counts. The guest may have freed it by itself, so the remaining distance is not reduced by it.
    private (TakeCharges Charges, long StillPossibleKib) Settled(TakeUnderWay take, Moment at)
    {
        var missedKib = Math.Max(0, Math.Min(take.FallKib, take.FromKib - take.ToKib) - take.ChargedKib);
        var charges = missedKib == 0 ? this : this with { Seen = [.. Seen, new Charge(at, missedKib, 0)] };
        return (charges, take.SupersededAt is null ? take.PossibleKib : 0);
    }

    private TakeCharges Add(long residentKib, long wayKib, Moment at, Limits limits)
    {
        if (residentKib == 0 && wayKib == 0)
            return this;
        var horizon = at - (limits.BreakerWindow > limits.ShrinkWindow ? limits.BreakerWindow : limits.ShrinkWindow);
        return this with { Seen = [.. Seen.Where(charge => charge.At > horizon), new Charge(at, residentKib, wayKib)] };
    }

    private long SumSince(Moment since, Func<Charge, long> kib) => Seen.Where(charge => charge.At > since).Sum(kib);
}
