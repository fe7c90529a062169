using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Needs;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Reflexes;

/// <summary>
/// Gives memory at once to guests that are about to run out of it. If the host is short of room, idle memory of other guests is taken
/// first, and the host's room is divided. Pure.
/// </summary>
public static class Rescue
{
    /// <summary>The requests to make now, and how much memory for them the host lacks.</summary>
    public static (IReadOnlyList<BalloonRequest> Requests, long ShortKib) Plan(ReflexLook look)
    {
        var wants = look.Domains.Select(domain => WantOf(domain, look)).OfType<Want>().ToList();
        if (wants.Count == 0)
            return ([], 0);

        // Memory up to the hard floor may use all the host's room; headroom only what is above the SOFT mark.
        var weights = wants.ConvertAll(want => (double)Math.Max(1, want.Domain.Policy.Shares));
        var urgentRoomKib = Math.Max(0, look.AboveKib(look.Marks.NoGrantKib));
        var urgent = FewParts.Divide(urgentRoomKib, look.Limits.DeadBandMinimumKib, look.Limits.Planner.PartDeadbands, wants.ConvertAll(want => want.UrgentKib), Weighed(want => want.NeedScoreKib * want.NeedScoreKib));
        var comfortRoomKib = Math.Max(0, look.AboveKib(look.Marks.SoftKib) - urgent.Sum());
        var comfort = FewParts.Divide(comfortRoomKib, look.Limits.DeadBandMinimumKib, look.Limits.Planner.PartDeadbands, wants.ConvertAll(want => want.Kib - want.UrgentKib), Weighed(want => want.Kib - want.UrgentKib));
        var requests = new List<BalloonRequest>();
        for (var index = 0; index < wants.Count; index++)
        {
            var (want, kib) = (wants[index], urgent[index] + comfort[index]);
            // A part too small for a command waits until it has grown.
            if (kib >= look.Limits.DeadBandMinimumKib)
                requests.Add(want.Domain.Ask(want.Domain.InForceKib + kib, RequestOrigin.Rescue, want.Cause, look.Now));
        }

        // Memory already on its way back to the host is not taken again.
        var shortKib = wants.Sum(want => want.Kib) - urgent.Sum() - comfort.Sum() - look.ComingKib;
        if (shortKib > 0)
        {
            var needy = wants.Select(want => want.Domain.Memory.Uuid).ToHashSet();
            var idle = Reclaim.Idle(look, shortKib, RequestOrigin.Rescue, domain => !needy.Contains(domain.Memory.Uuid));
            // Headroom of one guest may be taken for the hard floor of another.
            var stillShortKib = wants.Sum(want => want.UrgentKib) - urgent.Sum() - look.ComingKib - idle.Sum(take => take.Kib);
            var headroom = Reclaim.Headroom(look, stillShortKib, RequestOrigin.Rescue, domain => !needy.Contains(domain.Memory.Uuid), idle);
            requests.AddRange(Reclaim.Merge([.. idle, .. headroom]).Select(take => take.Domain.Ask(take.ToKib, RequestOrigin.Rescue, ReflexCause.Room, look.Now)));
        }

        return (requests, Math.Max(0, shortKib));

        List<double> Weighed(Func<Want, double> kib) => [.. wants.Zip(weights, (want, weight) => kib(want) * weight)];
    }

    /// <summary>Why a domain needs a rescue; null when it does not.</summary>
    public static ReflexCause? CauseOf(ReflexDomain domain, Limits limits)
    {
        var (memory, entry) = (domain.Memory, domain.Entry);
        var since = entry.TargetSetAt ?? Moment.MinValue;
        if (entry.Watch?.SelfDeflatedAt > since)
            return ReflexCause.SelfDeflation;
        // Only a sample taken after the last target shows its effect.
        if (memory.Guest is not { } guest || guest.SampledAt <= since || memory.StatisticsFresh != true)
            return null;
        if (memory.SwappedOutSinceKib(since) > limits.RescueSwapKib && SwapTells(memory, guest, entry, since, limits))
            return ReflexCause.SwapOut;
        if (guest.UsableKib < memory.CurrentKib * limits.Planner.PressureUsableRatio)
            return ReflexCause.UsableLow;
        // How much headroom a guest has is up to the plan, and may be small on purpose; its hard floor is not.
        return domain.Demand is { } demand && demand.FloorKib > domain.InForceKib ? ReflexCause.Demand : null;
    }

    // A guest with usable memory swaps for reasons of its own. So does one that swaps at the same rate after a rescue that it left
    // unused. A guest in need would use it, whatever its swap rate. When that is unknown the rate alone decides.
    private static bool SwapTells(DomainMemory memory, GuestStatistics guest, LedgerEntry entry, Moment since, Limits limits) =>
        !(guest.BackedUsableKib >= memory.CurrentKib * limits.Planner.SwapUsableRatio)
        && !(entry.SwapRescue is { } last
            && guest.SampledAt - last.At < limits.SwapRescueWindow
            && memory.SwapOutKibPerSecond(since) >= last.KibPerSecond * limits.SwapUnchangedShare
            && !(guest.BackedUsableKib - last.UsableKib < last.GivenKib * limits.RescueUnusedShare));

    private static Want? WantOf(ReflexDomain domain, ReflexLook look)
    {
        if (CauseOf(domain, look.Limits) is not { } cause)
            return null;
        var highestKib = Math.Min(domain.MaximumKib, domain.Policy.CeilingKib);
        if (look.FairShare?.Parts.TryGetValue(domain.Memory.Uuid, out var partKib) == true)
            highestKib = Math.Min(highestKib, partKib);
        var leastKib = (long)(domain.MaximumKib * look.Limits.RescueShare);
        var mostKib = highestKib - domain.InForceKib;
        var kib = Math.Min(Math.Max(domain.NeedKib, leastKib), mostKib);
        if (kib < look.Limits.DeadBandMinimumKib)
            return null;
        // A guest that swaps or has killed a process needs more than its figures show.
        var suffers = cause is ReflexCause.SwapOut or ReflexCause.SelfDeflation;
        var urgentKib = Math.Max(domain.Demand is { } demand ? demand.UrgentKib - domain.InForceKib : 0, suffers ? leastKib : 0);
        // Skip domains that every guard-rail would refuse.
        var request = domain.Ask(domain.InForceKib + kib, RequestOrigin.Rescue, cause, look.Now);
        return ManagedState.RefusalReason(domain.Memory, domain.Entry, request, look.Limits, look.Now) is null
            ? new Want(domain, cause, kib, Math.Clamp(urgentKib, 0, kib), HardFloor.DebtKib(domain.Memory, domain.MaximumKib, look.Limits))
            : null;
    }

    private sealed record Want(ReflexDomain Domain, ReflexCause Cause, long Kib, long UrgentKib, long DebtKib)
    {
        // Deficit plus swap debt; squared as a weight, since the guest with the largest one is the first to kill a process.
        public double NeedScoreKib => UrgentKib + DebtKib;
    }
}
