using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Needs;

/// <summary>
/// What is known of a guest's own swap when it is undeclared. A balloon driver reports how much went out and in, not how much room there is:
/// that there is some shows when the guest swaps, and that there is none, or that it is full, when a take into it leads nowhere. Sizes are KiB.
/// Immutable.
/// </summary>
public sealed record FoundSwap
{
    /// <summary>Nothing is known.</summary>
    public static FoundSwap Unknown { get; } = new();

    /// <summary>Whether the guest has swapped out since it booted.</summary>
    public bool Exists { get; init; }

    /// <summary>Swapped out and not back in, without <see cref="SettledKib"/>: the guest wants it back.</summary>
    public long OwedKib { get; init; }

    /// <summary>Of what was swapped out and not back in the part that the guest leaves there although it has room, or that ended in swap.</summary>
    public long SettledKib { get; init; }

    /// <summary>Since when the guest has had room and has not swapped, with the sum of what went out and in; null when it had none.</summary>
    public (Moment Since, long TrafficKib)? Calm { get; init; }

    /// <summary>Working set and swap together at the newest sample, and how fast they grow: while a guest swaps, its working set stands still.</summary>
    public (Moment At, long Kib, double RisePerSecondKib) Need { get; init; }

    /// <summary>The last take into swap, as long as its effect is unknown.</summary>
    public SwapProbe? Probe { get; init; }

    /// <summary>The last time a take into swap led nowhere; null when none did, or when that is over.</summary>
    public SwapFull? Full { get; init; }

    /// <summary>What more the guest is assumed to be able to swap out; negative: that much should come back.</summary>
    public long RoomKib(long maximumKib, Limits limits, Moment now)
    {
        var assumedKib = (long)(maximumKib * limits.FoundSwapShare);
        var surgeKib = (long)(maximumKib * limits.Planner.SurgeCapRatio);
        var riseKib = (long)Math.Min(Need.RisePerSecondKib * limits.SlopeLookahead.TotalSeconds, surgeKib);
        return now < Full?.Until
            ? -(long)(Math.Min(assumedKib, OwedKib) * (1 - limits.GuestSwapUse)) - riseKib
            : assumedKib - Math.Min(OwedKib, surgeKib) - riseKib;
    }

    /// <summary>Whether there is room in swap, as far as it was found out; null: not yet.</summary>
    public bool? RoomFound(Moment now) => now < Full?.Until ? false : Exists ? true : null;

    /// <summary>How far the next take may go below the working set: little while it is not known how much swap there is.</summary>
    public long StepKib(long maximumKib, Limits limits) =>
        Exists && SettledKib == 0 ? Math.Max(limits.SwapProbeKib, (long)(maximumKib * limits.SwapStepShare)) : limits.SwapProbeKib;

    /// <summary>The state after a look.</summary>
    public FoundSwap After(DomainMemory domain, Moment at, Limits limits)
    {
        if (domain is not { Guest: { SwapOutKib: { } outKib, SwapInKib: { } inKib } sample, CurrentKib: { } currentKib })
            return this;
        var swappedKib = Math.Max(0, outKib - inKib);
        var settledKib = Math.Min(SettledKib, swappedKib);
        (Moment Since, long TrafficKib)? calm = null;
        if (sample.UsableKib > currentKib * limits.SwapCalmUsableRatio)
            calm = Calm is { } before && before.TrafficKib == outKib + inKib ? before : (sample.SampledAt, outKib + inKib);
        if (sample.SampledAt - calm?.Since >= limits.SwapCalmTime)
            settledKib = swappedKib;
        var after = this with
        {
            Exists = outKib >= limits.RescueSwapKib,
            OwedKib = swappedKib - settledKib,
            SettledKib = settledKib,
            Calm = calm,
            Need = NeedAfter(domain.WorkingSet, swappedKib),
            // When it swaps again, or has come back, there is room again.
            Full = Full?.Until > at && outKib - Full.SwapOutKib < limits.RescueSwapKib && (swappedKib >= Full.SwappedKib / 2) ? Full : null,
        };
        if (Probe is not { } probe)
            return after;
        if (outKib - probe.SwapOutKib >= limits.RescueSwapKib)
            return after with { Probe = null };
        if (sample.SampledAt - probe.At < limits.SwapProbeTime)
            return after;
        // A balloon that has arrived found free memory after all: that tells nothing.
        return currentKib <= probe.ToKib + limits.ArrivalKib(domain.MaximumKib ?? 0)
            ? after with { Probe = null }
            : after with { Probe = null, Full = new SwapFull(at + limits.SwapFullTime, outKib, swappedKib) };
    }

    private (Moment At, long Kib, double RisePerSecondKib) NeedAfter(WorkingSet? workingSet, long swappedKib)
    {
        if (workingSet is not { } newest || newest.SampledAt <= Need.At)
            return Need;
        var needKib = newest.Kib + swappedKib;
        var seconds = (newest.SampledAt - Need.At).TotalSeconds;
        return (newest.SampledAt, needKib, seconds > 60 ? 0 : Math.Max(0, (needKib - Need.Kib) / seconds));
    }
}
