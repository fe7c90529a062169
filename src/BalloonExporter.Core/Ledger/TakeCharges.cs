using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Ledger;

/// <summary>
/// What was taken from one domain of late, as the step limit and the circuit breaker count it: what was seen to leave its resident
/// memory, and until its balloon has arrived what may still leave it. Sizes are KiB. Immutable.
/// </summary>
public sealed record TakeCharges
{
    /// <summary>Nothing was taken.</summary>
    public static TakeCharges None { get; } = new();

    /// <summary>What was seen, oldest first.</summary>
    public IReadOnlyList<Charge> Seen { get; init; } = [];

    /// <summary>The take that the balloon has not finished yet; null while there is none.</summary>
    public TakeUnderWay? UnderWay { get; init; }

    /// <summary>Resident memory taken since a moment, or still to be taken.</summary>
    public long ResidentSinceKib(Moment since) => SumSince(since, charge => charge.ResidentKib) + (UnderWay?.PossibleKib ?? 0);

    /// <summary>The same where no guest's own figures are relied on: all of the way that is left may be resident.</summary>
    public long ResidentAtMostSinceKib(Moment since) => SumSince(since, charge => charge.ResidentKib) + (UnderWay?.LeftKib ?? 0);

    /// <summary>How far the balloon went down since a moment, or still has to go.</summary>
    public long WaySinceKib(Moment since) => SumSince(since, charge => charge.WayKib) + (UnderWay?.LeftKib ?? 0);

    /// <summary>
    /// What a balloon that stands above the target in force has still to go down to it, where no take was noted: the target was set as a
    /// gift while the balloon stood lower, and somebody else has raised it since.
    /// </summary>
    public long UncountedKib(long currentKib, long fromKib) => UnderWay is null ? Math.Max(0, currentKib - fromKib) : 0;

    /// <summary>The same with one more take begun.</summary>
    /// <param name="domain">The domain as it was read for the decision.</param>
    /// <param name="decision">The decision, which has a target.</param>
    /// <param name="at">The moment.</param>
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
    /// The same after another command, or somebody else's, took the place of the one under way. It counts on for a moment: the balloon may
    /// have gone further than was seen.
    /// </summary>
    public TakeCharges Superseded(Moment at) =>
        UnderWay is { SupersededAt: null } take ? this with { UnderWay = take with { SupersededAt = at } } : this;

    /// <summary>The same after a look: what was seen to go counts from now on, and what did not go by the end of the way does not count any more.</summary>
    /// <param name="currentKib">Where the balloon stands.</param>
    /// <param name="residentKib">What the domain occupies.</param>
    /// <param name="inForce">Whether the command is known to be in force: then the balloon may still follow, however long it has not.</param>
    /// <param name="at">When it was looked.</param>
    /// <param name="limits">The constants.</param>
    public TakeCharges After(long currentKib, long residentKib, bool inForce, Moment at, Limits limits)
    {
        if (UnderWay is not { } before || at <= before.SeenAt)
            return this;
        var take = before.Seen(currentKib, residentKib, at);
        // A gift can hide how far the balloon had come: then the fall alone tells.
        if (take.SupersededAt is not null && take.IsOver(inForce, at, limits))
            take = take with { ChargedKib = Math.Max(take.ChargedKib, Math.Min(take.FallKib, take.FromKib - take.ToKib)) };
        var charges = Add(take.ChargedKib - before.ChargedKib, take.WayKib - before.WayKib, at, limits);
        return charges with { UnderWay = take.IsOver(inForce, at, limits) ? null : take };
    }

    // What is known of the former take when the next begins. Resident memory falls before the balloon's new size is told, so the fall alone
    // counts; but a guest may have let go of it by itself, so what the balloon may still take is not less for that.
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
