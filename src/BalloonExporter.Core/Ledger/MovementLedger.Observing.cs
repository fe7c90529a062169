using BalloonExporter.Core.Model;
using BalloonExporter.Core.Needs;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Ledger;

/// <content>Observations from looks at domains.</content>
public sealed partial class MovementLedger
{
    /// <summary>
    /// Records a look at a domain: whether its balloon follows its target, how much of its grants it has used, and how much resident
    /// memory was freed.
    /// </summary>
    public void Observe(DomainMemory domain, Moment at, Limits limits)
    {
        lock (_lock)
        {
            ObserveVirtual(domain, at, limits);
            var entry = _entries.GetValueOrDefault(domain.Uuid) ?? LedgerEntry.Empty;
            var after = TakenUp(Progressed(BalloonFollower.Follow(entry, domain, at, limits), domain, at), domain);
            var charges = Charged(after, domain, at, limits, isForeign: after.ForeignMoveAt != entry.ForeignMoveAt);
            var swap = after.Swap.After(domain, at, limits);
            if (charges != after.Charges || swap != after.Swap)
                after = after with { Charges = charges, Swap = swap };
            if (ManagedState.UnmanagedReason(domain, after, limits, at) is null)
                _managed[domain.Uuid] = UrgentKib(domain, after, limits);
            else
                _managed.Remove(domain.Uuid);
            if (after == entry)
                return;
            _entries[domain.Uuid] = after;
            var counters = _counters.GetValueOrDefault(domain.Uuid) ?? DomainCounters.Zero;
            var counted = counters.Plus(entry, after);
            _counters[domain.Uuid] = counted;
            if (HasToLast(after, entry) || counted != counters)
                _version++;
        }
    }

    private static long UrgentKib(DomainMemory domain, LedgerEntry entry, Limits limits) =>
        EffectivePolicy.Of(domain, limits) is { } policy && Demand.Of(domain, policy, limits) is { } demand
            ? Math.Max(0, demand.FloorKib - (entry.InForceKib(domain) ?? demand.FloorKib))
            : 0;

    private static bool HasToLast(LedgerEntry after, LedgerEntry before) =>
        after.Charges.Seen != before.Charges.Seen
        || after.Charges.UnderWay is null != before.Charges.UnderWay is null
        || after.TargetKib != before.TargetKib
        || after.Exclusion != before.Exclusion
        || after.Stalls != before.Stalls
        || after.ForeignMoveAt != before.ForeignMoveAt;

    private static LedgerEntry Progressed(LedgerEntry entry, DomainMemory domain, Moment at)
    {
        if (entry.Progress is not { } progress || domain is not { State: DomainState.Running, MonitorAnswered: true, CurrentKib: { } currentKib })
            return entry;
        // The target is no longer in force.
        if (entry.TargetKib is null)
            return entry with { Progress = null };
        return at <= entry.TargetSetAt ? entry : entry with { Progress = progress.Reached(currentKib) };
    }

    private static TakeCharges Charged(LedgerEntry entry, DomainMemory domain, Moment at, Limits limits, bool isForeign)
    {
        if (domain is not { State: DomainState.Running, MonitorAnswered: true, CurrentKib: { } currentKib, ResidentKib: { } residentKib })
            return entry.Charges;
        var charges = isForeign ? entry.Charges.Superseded(at) : entry.Charges;
        return charges.After(currentKib, residentKib, inForce: entry.UnderWayKib is not null, at, limits);
    }

    // Memory that became resident is no longer available to the host. Memory that was freed and used again is no part of a grant, so only
    // growth above the highest resident size counts.
    private LedgerEntry TakenUp(LedgerEntry entry, DomainMemory domain)
    {
        if (domain.ResidentKib is not { } residentKib)
            return entry;
        var beforeKib = _residentKib.GetValueOrDefault(domain.Uuid, residentKib);
        if (entry.UnseenKib == 0 || residentKib <= beforeKib)
        {
            _residentKib[domain.Uuid] = entry.UnseenKib == 0 ? residentKib : beforeKib;
            return entry;
        }

        _residentKib[domain.Uuid] = residentKib;
        return entry with { UnseenKib = Math.Max(0, entry.UnseenKib - (residentKib - beforeKib)) };
    }
}
