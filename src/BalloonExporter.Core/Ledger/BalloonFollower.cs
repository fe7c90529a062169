using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Ledger;

/// <summary>
/// Follows a balloon from look to look: whether it moves to its target, stalls, or is moved by another program. Pure.
/// </summary>
public static class BalloonFollower
{
    // Two looks during one long foreign move count it once.
    private static readonly TimeSpan SameMove = TimeSpan.FromSeconds(15);

    // The event of a plugged size arrives within moments, and the following look knows the correct size.
    private static readonly TimeSpan PlugNews = TimeSpan.FromSeconds(1);

    /// <summary>The ledger entry after a look at the domain.</summary>
    public static LedgerEntry Follow(LedgerEntry entry, DomainMemory domain, Moment at, Limits limits)
    {
        if (domain is not { State: DomainState.Running, MonitorAnswered: true, CurrentKib: { } currentKib, MaximumKib: { } maximumKib })
            return entry;
        // After boot or migration the balloon may still follow an earlier target: not a foreign move.
        var settling = domain.Facts.RunningSince is not { } since || at - since < limits.Grace;
        var seen = new BalloonWatch(currentKib, at, maximumKib) { InheritedUntil = at + limits.InheritedMoveTime };
        // Memory was plugged or unplugged and moved the balloon: the old target is no longer in force. This may have happened while no
        // exporter ran.
        if ((entry.Watch?.MaximumKib ?? entry.TargetMaximumKib ?? maximumKib) != maximumKib)
            return entry with { Watch = seen, TargetKib = null, TargetMaximumKib = null, TargetSetAt = null };
        if (entry.Watch is not { } watch)
            return entry with { Watch = seen };
        if (at <= watch.SeenAt)
            return entry;

        var look = new Look(currentKib, at, limits.ArrivalKib(maximumKib), MayHaveDeflated(domain, watch, at, limits), limits)
        {
            // libvirt counts plugged memory a moment before or after it is known here.
            IsDoubtful = domain.Facts.MemoryDevices.Any(device => device.PluggedKib is not null) && !(at - watch.DoubtedAt >= PlugNews),
            DoubtedAt = watch.DoubtedAt ?? at,
        };
        // Time without looks is not held against the guest.
        var unseen = at - watch.SeenAt;
        var pursuit = unseen > limits.StallTime ? watch.Move?.Later(unseen) : watch.Move;
        watch = watch with { SeenAt = at, Move = pursuit, DoubtedAt = null };
        if (at - watch.SupersededAt < limits.StallTime && IsOutOfTheWay(watch, pursuit, look))
        {
            // The superseded command may have moved it there: not a foreign move.
            return entry with { Watch = watch with { RestKib = currentKib, Move = pursuit is null ? null : pursuit with { BestKib = currentKib } } };
        }

        if (pursuit is not null)
            return Pursue(entry, watch, pursuit, look);
        if (Math.Abs(currentKib - watch.RestKib) <= look.ToleranceKib)
            return entry with { Watch = watch };
        // A move back to the exporter's own target is not a foreign move.
        var isOurs = settling || at < watch.InheritedUntil || (entry.TargetKib is { } targetKib && IsBetween(currentKib, watch.RestKib, targetKib, look.ToleranceKib));
        return isOurs ? entry with { Watch = watch with { RestKib = currentKib } } : Unexplained(entry, watch, look, upwards: currentKib > watch.RestKib);
    }

    /// <summary>Whether a look found a foreign move, and not the rest of one that was found before.</summary>
    /// <param name="before">The entry before the look.</param>
    /// <param name="after">The entry after it.</param>
    public static bool IsForeignMove(LedgerEntry before, LedgerEntry after) =>
        after.ForeignMoveAt != before.ForeignMoveAt && !(after.ForeignMoveAt - before.ForeignMoveAt < SameMove);

    private static bool IsOutOfTheWay(BalloonWatch watch, BalloonMove? pursuit, Look look) =>
        IsBetween(look.CurrentKib, watch.Swing.LowKib, watch.Swing.HighKib, look.ToleranceKib)
        && (pursuit is null
            ? Math.Abs(look.CurrentKib - watch.RestKib) > look.ToleranceKib
            : !IsBetween(look.CurrentKib, pursuit.BestKib, pursuit.ToKib, look.ToleranceKib));

    private static LedgerEntry Pursue(LedgerEntry entry, BalloonWatch watch, BalloonMove pursuit, Look look)
    {
        if (Math.Abs(look.CurrentKib - pursuit.ToKib) <= look.ToleranceKib)
            return entry with { Watch = watch with { RestKib = look.CurrentKib, Move = null, Stalled = false } };
        // The balloon is neither beyond its target nor behind the best point it reached.
        if (!IsBetween(look.CurrentKib, pursuit.BestKib, pursuit.ToKib, look.ToleranceKib))
            return Unexplained(entry, watch, look, upwards: look.CurrentKib > Math.Max(pursuit.BestKib, pursuit.ToKib));
        // A guest that is slow to use its grant is harmless.
        if (!pursuit.IsShrink)
            return entry with { Watch = watch with { Move = pursuit.Rising(look.CurrentKib, look.ToleranceKib) } };

        if (look.CurrentKib <= pursuit.BestKib - look.Limits.ProgressKib)
            pursuit = pursuit with { BestKib = look.CurrentKib, ProgressAt = look.At };
        var elapsed = look.At - pursuit.StartedAt;
        if (elapsed >= look.Limits.SlowAfter && pursuit.FromKib - look.CurrentKib < elapsed.TotalSeconds * look.Limits.SlowKibPerSecond)
            return Uncooperative(entry, watch, look);
        if (look.At - pursuit.ProgressAt < look.Limits.StallTime)
            return entry with { Watch = watch with { Move = pursuit } };

        var stalls = (List<Moment>)[.. entry.Stalls.Where(stall => look.At - stall < look.Limits.StallWindow), look.At];
        return stalls.Count >= look.Limits.StallsAllowed
            ? Uncooperative(entry, watch, look)
            : entry with { Stalls = stalls, Watch = watch with { Stalled = true, Move = pursuit with { ProgressAt = look.At } } };
    }

    // The balloon is told to stay where it is, and the guest is excluded for a while.
    private static LedgerEntry Uncooperative(LedgerEntry entry, BalloonWatch watch, Look look) => entry with
    {
        Stalls = [],
        Exclusion = Backoff.AfterUncooperative(entry.Exclusion, look.At, look.Limits),
        Watch = watch with { Stalled = true, Move = new BalloonMove(look.CurrentKib, watch.Move!.ToKib, look.At) },
    };

    private static LedgerEntry Unexplained(LedgerEntry entry, BalloonWatch watch, Look look, bool upwards)
    {
        if (look.IsDoubtful)
            return entry with { Watch = watch with { DoubtedAt = look.DoubtedAt } };
        watch = watch with { RestKib = look.CurrentKib, Move = null, Stalled = false };
        // The guest ran out of memory and deflated its balloon.
        if (upwards && look.MayHaveDeflated)
            return entry with { Watch = watch with { SelfDeflatedAt = look.At } };
        return entry with
        {
            // The exporter's target is no longer in force.
            TargetKib = null,
            TargetMaximumKib = null,
            TargetSetAt = null,
            ForeignMoveAt = look.At,
            Watch = watch,
        };
    }

    // A guest deflates its balloon only when it has no memory left; if it had enough a moment ago, another program gave it memory.
    private static bool MayHaveDeflated(DomainMemory domain, BalloonWatch watch, Moment at, Limits limits)
    {
        if (domain.Facts.AutoDeflate != true)
            return false;
        if (domain is not { WorkingSet: { } workingSet, StatisticsFresh: true })
            return true;
        var lowestKib = Math.Min(watch.RestKib, watch.Move?.BestKib ?? watch.RestKib);
        // Samples have whole seconds.
        var eatenKib = limits.AssumedGrowthKibPerSecond * ((at - workingSet.SampledAt).TotalSeconds + 1);
        return lowestKib - workingSet.Kib < (lowestKib * limits.Planner.PressureUsableRatio) + eatenKib;
    }

    private static bool IsBetween(long value, long one, long other, long tolerance) =>
        value >= Math.Min(one, other) - tolerance && value <= Math.Max(one, other) + tolerance;

    private readonly record struct Look(long CurrentKib, Moment At, long ToleranceKib, bool MayHaveDeflated, Limits Limits)
    {
        public bool IsDoubtful { get; init; }

        public Moment DoubtedAt { get; init; }
    }
}
