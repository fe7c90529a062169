using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Ledger;

/// <content>What is about to be set, was set, or was not set after all.</content>
public sealed partial class MovementLedger
{
    /// <summary>Notes that a target is about to be set: from here on the balloon may move, whatever becomes of the call.</summary>
    public void Announce(DomainMemory domain, long toKib, Moment at, Limits limits)
    {
        if (domain is not { CurrentKib: { } currentKib, MaximumKib: { } maximumKib })
            return;
        lock (_lock)
        {
            var entry = _entries.GetValueOrDefault(domain.Uuid) ?? LedgerEntry.Empty;
            // A balloon that is on its way somewhere else goes on for a moment.
            var watch = new BalloonWatch(currentKib, at, maximumKib) { SelfDeflatedAt = entry.Watch?.SelfDeflatedAt };
            if (entry.UnderWayKib is { } formerKib)
            {
                watch = watch with
                {
                    SupersededAt = at,
                    Swing = (Math.Min(Math.Min(formerKib, currentKib), toKib), Math.Max(Math.Max(formerKib, currentKib), toKib)),
                };
            }

            // One shrink after another is one journey: a new command does not excuse a guest that did not follow the last one.
            if (entry.Watch?.Move is { IsShrink: true } before && toKib < currentKib - limits.ArrivalKib(maximumKib))
                watch = watch with { Move = before with { ToKib = toKib } };
            else if (Math.Abs(toKib - currentKib) > limits.ArrivalKib(maximumKib))
                watch = watch with { Move = new BalloonMove(currentKib, toKib, at) };
            _entries[domain.Uuid] = entry with { Watch = watch };
        }
    }

    /// <summary>Undoes what <see cref="Record"/> and <see cref="Announce"/> noted of a target that was not set after all. What was observed since stays.</summary>
    /// <param name="uuid">The domain.</param>
    /// <param name="before">Its account before the target was noted.</param>
    /// <param name="at">When it was noted.</param>
    public void TakeBack(Guid uuid, LedgerEntry before, Moment at)
    {
        lock (_lock)
        {
            // Another instance, or another target: nothing of this one is left.
            if (!_entries.TryGetValue(uuid, out var entry) || entry.TargetSetAt != at)
                return;
            _version++;
            _entries[uuid] = entry with
            {
                // Where the balloon stands is learned with the next look.
                Watch = null,
                TargetKib = before.TargetKib,
                TargetMaximumKib = before.TargetMaximumKib,
                TargetSetAt = before.TargetSetAt,
                LastShrinkAt = before.LastShrinkAt,
                LastEvaluatedAt = before.LastEvaluatedAt,
                LastTimelyAt = before.LastTimelyAt,
                Progress = before.Progress,
                Recent = before.Recent,
                Cooldown = before.Cooldown,
                SwapRescue = before.SwapRescue,
                Charges = before.Charges with { Seen = entry.Charges.Seen },
                UnseenKib = Math.Min(entry.UnseenKib, before.UnseenKib),
            };
        }
    }

    /// <summary>Counts a target that was set. Apart from <see cref="Record"/>, because a count never falls.</summary>
    public void Count(BalloonRequest request, Decision decision)
    {
        if (decision is not { ToKib: { } toKib, FromKib: { } fromKib })
            return;
        lock (_lock)
        {
            var entry = _entries.GetValueOrDefault(request.Uuid) ?? LedgerEntry.Empty;
            _version++;
            _entries[request.Uuid] = entry with
            {
                MoveCounts = OneMore(entry.MoveCounts, new MoveKey(toKib < fromKib, request.Origin, decision.Reason)),
                Rescues = request.Trigger is { } trigger && toKib > fromKib ? OneMore(entry.Rescues, trigger) : entry.Rescues,
            };
        }
    }

    /// <summary>Notes that a target is about to be set, for the guard-rails: before the call, so that the next decision knows of it.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="decision">What was made of it.</param>
    /// <param name="domain">The domain as it was read for that.</param>
    /// <param name="at">The moment.</param>
    /// <param name="limits">The constants.</param>
    public void Record(BalloonRequest request, Decision decision, DomainMemory domain, Moment at, Limits limits)
    {
        if (decision is not { ToKib: { } toKib, FromKib: { } fromKib })
            return;
        var movement = new LedgerMovement(at, toKib - fromKib, decision.GrantedKib);
        lock (_lock)
        {
            var entry = _entries.GetValueOrDefault(request.Uuid) ?? LedgerEntry.Empty;
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
                Progress = new TargetProgress(domain.CurrentKib ?? fromKib, toKib),
                // What is carried out although something later was before it, a reflex or a gift, does not make that new again.
                LastEvaluatedAt = entry.LastEvaluatedAt is { } last && last > request.EvaluatedAt && last - at <= RequestOrder.FutureTolerance
                    ? last
                    : request.EvaluatedAt,
                LastTimelyAt = request.EvaluatedAt > at || entry.LastTimelyAt > request.EvaluatedAt ? entry.LastTimelyAt : request.EvaluatedAt,
                Recent = [.. entry.Recent.Where(old => old.At >= horizon), movement],
                // What only calls off a part of a take leaves the rest of it under way.
                Charges = toKib < Math.Max(fromKib, domain.CurrentKib ?? fromKib)
                    ? entry.Charges.Begun(domain, decision, at)
                    : entry.Charges.Superseded(at),
                UnseenKib = entry.UnseenSinceKib(at - limits.GrantWindow) + decision.GrantedKib,
            };
            _entries[request.Uuid] = request.Trigger is { } trigger && toKib > fromKib ? Rescued(entry, trigger, swapping, limits) : entry;
        }
    }

    private static LedgerEntry Rescued(LedgerEntry entry, RescueTrigger trigger, SwapRescue swapping, Limits limits) => entry with
    {
        // Seen coming and met in time, a need is no sign that too much was taken, unless it was taken just before.
        Cooldown = trigger != RescueTrigger.Demand || swapping.At - entry.LastShrinkAt < limits.CooldownMinimum
            ? Backoff.AfterRescue(entry.Cooldown, swapping.At, limits)
            : entry.Cooldown,
        SwapRescue = trigger == RescueTrigger.SwapOut ? swapping : entry.SwapRescue,
    };

    private static Dictionary<T, long> OneMore<T>(IReadOnlyDictionary<T, long> counts, T counted)
        where T : notnull => new(counts) { [counted] = counts.GetValueOrDefault(counted) + 1 };

    private static TimeSpan Longest(params ReadOnlySpan<TimeSpan> windows)
    {
        var longest = TimeSpan.Zero;
        foreach (var window in windows)
            longest = window > longest ? window : longest;
        return longest;
    }
}
