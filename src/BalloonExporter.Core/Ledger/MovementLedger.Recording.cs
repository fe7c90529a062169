using BalloonExporter.Core.Model;
using BalloonExporter.Core.Needs;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Ledger;

/// <content>Targets about to be set, set, or not set.</content>
public sealed partial class MovementLedger
{
    /// <summary>Records that a target is about to be set: from now on the balloon may move, whatever the result of the call.</summary>
    public void Announce(DomainMemory domain, long toKib, Moment at, Limits limits)
    {
        if (domain is not { CurrentKib: { } currentKib, MaximumKib: { } maximumKib })
            return;
        lock (_lock)
        {
            var entry = _entries.GetValueOrDefault(domain.Uuid) ?? LedgerEntry.Empty;
            // A balloon under way to another target may continue for a moment.
            var watch = new BalloonWatch(currentKib, at, maximumKib) { SelfDeflatedAt = entry.Watch?.SelfDeflatedAt };
            if (entry.UnderWayKib is { } formerKib)
            {
                watch = watch with
                {
                    SupersededAt = at,
                    Swing = (Math.Min(Math.Min(formerKib, currentKib), toKib), Math.Max(Math.Max(formerKib, currentKib), toKib)),
                };
            }

            // Consecutive shrinks count as one move: a new target does not excuse a guest that did not follow the last one.
            if (entry.Watch?.Move is { IsShrink: true } before && toKib < currentKib - limits.ArrivalKib(maximumKib))
                watch = watch with { Move = before with { ToKib = toKib } };
            else if (entry.Watch?.Move is { IsShrink: false } raise && toKib > currentKib + limits.ArrivalKib(maximumKib))
                watch = watch with { Move = raise.RaisedTo(currentKib, toKib, at) };
            else if (Math.Abs(toKib - currentKib) > limits.ArrivalKib(maximumKib))
                watch = watch with { Move = new BalloonMove(currentKib, toKib, at) };
            else
                // It has arrived before it moves: what others move is measured from its target.
                watch = watch with { RestKib = toKib };
            _entries[domain.Uuid] = entry with { Watch = watch };
        }
    }

    /// <summary>Reverts what <see cref="Record"/> and <see cref="Announce"/> recorded for a target that was not set. Observations since then stay.</summary>
    /// <param name="uuid">The domain.</param>
    /// <param name="before">Its entry before the target was recorded.</param>
    /// <param name="at">When it was recorded.</param>
    public void TakeBack(Guid uuid, LedgerEntry before, Moment at)
    {
        lock (_lock)
        {
            // Another instance, or another target: nothing is left to revert.
            if (!_entries.TryGetValue(uuid, out var entry) || entry.TargetSetAt != at)
                return;
            _version++;
            _entries[uuid] = entry with
            {
                // The next look finds the balloon's position.
                Watch = null,
                TargetKib = before.TargetKib,
                TargetMaximumKib = before.TargetMaximumKib,
                TargetSetAt = before.TargetSetAt,
                LastShrinkAt = before.LastShrinkAt,
                LastGrantAt = before.LastGrantAt,
                Reversals = before.Reversals,
                LastEvaluatedAt = before.LastEvaluatedAt,
                LastTimelyAt = before.LastTimelyAt,
                Progress = before.Progress,
                Recent = before.Recent,
                Cooldown = before.Cooldown,
                RescuedAt = before.RescuedAt,
                SwapRescue = before.SwapRescue,
                Swap = before.Swap,
                Charges = before.Charges with { Seen = entry.Charges.Seen },
                UnseenKib = Math.Min(entry.UnseenKib, before.UnseenKib),
            };
        }
    }

    /// <summary>Counts a target that was set. Separate from <see cref="Record"/>, because a counter never falls.</summary>
    public void Count(BalloonRequest request, Decision decision)
    {
        if (decision is not { ToKib: { } toKib, FromKib: { } fromKib })
            return;
        lock (_lock)
        {
            _version++;
            var counters = _counters.GetValueOrDefault(request.Uuid) ?? DomainCounters.Zero;
            var oscillates = _entries.GetValueOrDefault(request.Uuid)?.Reversals.Oscillates == true;
            _counters[request.Uuid] = counters.Plus(
                new MoveKey(toKib < fromKib, request.Origin, request.Cause), rescue: toKib > fromKib ? request.Trigger : null) with
            {
                Oscillations = counters.Oscillations + (oscillates ? 1 : 0),
            };
        }
    }

    /// <summary>Records that a target is about to be set, for the guard-rails: before the call, so that the next decision includes it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="decision">The decision on it.</param>
    /// <param name="domain">The domain as read for the decision.</param>
    /// <param name="at">The current moment.</param>
    /// <param name="limits">The constants.</param>
    public void Record(BalloonRequest request, Decision decision, DomainMemory domain, Moment at, Limits limits)
    {
        if (decision is not { ToKib: { } toKib, FromKib: { } fromKib })
            return;
        var movement = new LedgerMovement(at, toKib - fromKib, decision.GrantedKib);
        lock (_lock)
        {
            var entry = _entries.GetValueOrDefault(request.Uuid) ?? LedgerEntry.Empty;
            var demandKib = DemandKib(domain, limits);
            var swapping = new SwapRescue(
                at, domain.SwapOutKibPerSecond(entry.TargetSetAt ?? Moment.MinValue), domain.Guest?.BackedUsableKib, toKib - Math.Min(fromKib, domain.CurrentKib ?? fromKib));
            _version++;
            var horizon = at - Longest(limits.ShrinkWindow, limits.GrantWindow, limits.BreakerWindow);
            entry = entry with
            {
                TargetKib = toKib,
                TargetMaximumKib = domain.MaximumKib,
                TargetSetAt = at,
                LastShrinkAt = toKib < fromKib ? at : entry.LastShrinkAt,
                // What a need asked for is no reason to keep it: a rescue begins a cooldown, and growth ends with the need.
                LastGrantAt = decision.GrantedKib > 0 && request.Trigger is null && !(toKib <= demandKib) ? at : entry.LastGrantAt,
                Reversals = entry.Reversals.After(toKib < fromKib, demandKib, limits.DeadBandKib(domain.MaximumKib ?? 0), at, limits),
                Progress = new TargetProgress(domain.CurrentKib ?? fromKib, toKib),
                // A reflex or grow with an older evaluation time does not reset the newest one.
                LastEvaluatedAt = entry.LastEvaluatedAt is { } last && last > request.EvaluatedAt && last - at <= RequestOrder.FutureTolerance
                    ? last
                    : request.EvaluatedAt,
                LastTimelyAt = request.EvaluatedAt > at || entry.LastTimelyAt > request.EvaluatedAt ? entry.LastTimelyAt : request.EvaluatedAt,
                Recent = [.. entry.Recent.Where(old => old.At >= horizon), movement],
                // When a shrink is only shortened, the rest of it is still under way.
                Charges = toKib < Math.Max(fromKib, domain.CurrentKib ?? fromKib)
                    ? entry.Charges.Begun(domain, decision, at)
                    : entry.Charges.Superseded(at),
                UnseenKib = entry.UnseenSinceKib(at - limits.GrantWindow) + decision.GrantedKib,
                Swap = decision.IntoSwap && domain.Guest?.SwapOutKib is { } swapOutKib
                    ? entry.Swap with { Probe = new SwapProbe(at, toKib, swapOutKib) }
                    : entry.Swap,
            };
            _entries[request.Uuid] = request.Trigger is { } trigger && toKib > fromKib ? Rescued(entry, trigger, swapping, limits) : entry;
        }
    }

    private static long? DemandKib(DomainMemory domain, Limits limits) =>
        EffectivePolicy.Of(domain, limits) is { } policy ? Demand.Of(domain, policy, limits)?.NeedKib : null;

    private static LedgerEntry Rescued(LedgerEntry entry, RescueTrigger trigger, SwapRescue swapping, Limits limits) => entry with
    {
        RescuedAt = swapping.At,
        // A need that was foreseen and met in time does not show that too much was taken, unless memory was taken just before.
        Cooldown = trigger != RescueTrigger.Demand || swapping.At - entry.LastShrinkAt < limits.CooldownMinimum
            ? Backoff.AfterRescue(entry.Cooldown, swapping.At, limits)
            : entry.Cooldown,
        SwapRescue = trigger == RescueTrigger.SwapOut ? swapping : entry.SwapRescue,
    };

    private static TimeSpan Longest(params ReadOnlySpan<TimeSpan> windows)
    {
        var longest = TimeSpan.Zero;
        foreach (var window in windows)
            longest = window > longest ? window : longest;
        return longest;
    }
}
