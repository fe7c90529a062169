using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Needs;
using BalloonExporter.Core.Planning;

namespace BalloonExporter.Core.Reflexes;

/// <summary>
/// Gives memory at once to guests that are about to run out of it. If the host is short of room, idle memory of other guests is taken
/// first, and the host's room is divided.
/// </summary>
/// <param name="Gives">Targets for guests in need.</param>
/// <param name="Takes">Targets for those whose idle memory makes room.</param>
/// <param name="ShortKib">Memory for the rescues that the host lacks.</param>
public sealed record Rescue(IReadOnlyList<BalloonRequest> Gives, IReadOnlyList<BalloonRequest> Takes, long ShortKib)
{
    /// <summary>The rescues to make now. Pure.</summary>
    public static Rescue Plan(ReflexLook look)
    {
        var wants = look.Domains.Select(domain => WantOf(domain, look)).OfType<Want>().ToList();
        if (wants.Count == 0)
            return new Rescue([], [], 0);

        // Memory up to the hard floor may use all the host's room; headroom only what is above the SOFT mark.
        // Parts follow the shares already; within them who has least comes first.
        var weights = wants.ConvertAll(want => look.FairShare is null ? (double)Math.Max(1, want.Domain.Policy.Shares) : 1);
        var urgentRoomKib = Math.Max(0, look.AboveKib(look.Marks.NoGrantKib));
        var urgent = Divide(urgentRoomKib, want => want.UrgentKib, want => want.NeedScoreKib * want.NeedScoreKib);
        var comfortRoomKib = Math.Max(0, look.AboveKib(look.Marks.SoftKib) - urgent.Sum());
        var comfort = Divide(comfortRoomKib, want => want.GrantKib - want.UrgentKib, want => want.GrantKib - want.UrgentKib);
        var given = urgent.Zip(comfort, (part, more) => part + more).ToList();

        var gives = new List<BalloonRequest>();
        foreach (var (want, part) in wants.Zip(given))
        {
            // A part too small for a command waits until it has grown.
            var kib = want.FreeKib + (part >= look.Limits.DeadBandMinimumKib ? part : 0);
            if (kib > 0)
                gives.Add(want.Domain.Ask(want.Domain.InForceKib + kib, RequestOrigin.Rescue, want.Cause, look.Now));
        }

        // Memory already on its way back to the host is not taken again.
        var shortKib = wants.Zip(given, (want, part) => Math.Max(0, want.ClaimKib - part)).Sum() - look.ComingKib;
        return new Rescue(gives, shortKib > 0 ? TakesFor(look, wants, urgent.Sum(), shortKib) : [], Math.Max(0, shortKib));

        long[] Divide(long roomKib, Func<Want, long> kib, Func<Want, double> weight) => FewParts.Divide(
            roomKib, look.Limits.DeadBandMinimumKib, look.Limits.Planner.PartDeadbands, wants.ConvertAll(want => kib(want)), [.. wants.Zip(weights, (want, shares) => weight(want) * shares)]);
    }

    private static IReadOnlyList<BalloonRequest> TakesFor(ReflexLook look, List<Want> wants, long urgentGivenKib, long shortKib)
    {
        var needy = wants.Select(want => want.Domain.Memory.Uuid).ToHashSet();
        var idle = Reclaim.Idle(look, shortKib, RequestOrigin.Donor, domain => !needy.Contains(domain.Memory.Uuid));
        // Headroom of one guest may be taken for the hard floor of another.
        var stillShortKib = wants.Sum(want => Math.Min(want.UrgentKib, want.ClaimKib)) - urgentGivenKib - look.ComingKib - idle.Sum(take => take.Kib);
        var headroom = Reclaim.Headroom(look, stillShortKib, RequestOrigin.Donor, domain => !needy.Contains(domain.Memory.Uuid), idle);
        IReadOnlyList<string> helps = [.. wants.OrderByDescending(want => want.ClaimKib).Select(want => want.Domain.Memory.Name)];
        return [.. Reclaim.Merge([.. idle, .. headroom]).Select(take => take.Domain.Ask(take.ToKib, RequestOrigin.Donor, ReflexCause.Room, look.Now) with { Helps = helps })];
    }

    private static Want? WantOf(ReflexDomain domain, ReflexLook look)
    {
        if (RescueNeed.CauseOf(domain, look.Limits) is not { } cause)
            return null;
        var (limits, blind) = (look.Limits, cause == ReflexCause.Silent);
        var highestKib = Math.Min(domain.MaximumKib, domain.Policy.CeilingKib);
        // The share rests on figures; those of a silent guest do not hold any more.
        if (!blind && look.FairShare?.Parts.TryGetValue(domain.Memory.Uuid, out var partKib) == true)
            highestKib = Math.Min(highestKib, partKib);
        var leastKib = (long)(domain.MaximumKib * limits.RescueShare);
        var mostKib = highestKib - domain.InForceKib;
        var claimKib = Math.Min(Math.Max(domain.NeedKib, leastKib), mostKib);
        // A guest that swaps, has killed a process or is silent needs more than its figures show.
        var suffers = cause is ReflexCause.SwapOut or ReflexCause.SelfDeflation or ReflexCause.Silent;
        var urgentKib = Math.Max(domain.Demand is { } demand ? demand.UrgentKib - domain.InForceKib : 0, suffers ? leastKib : 0);
        var (kib, shownUrgentKib) = (claimKib, urgentKib);
        // A host that is short itself gives to a silent guest in steps: it may be silent because the host is.
        if (blind && look.Level < HostLevel.Red)
            (kib, urgentKib) = (mostKib, mostKib);
        else if (cause == ReflexCause.NotArriving || look.Now - domain.Entry.RescuedAt <= limits.EscalationWindow)
            kib = mostKib;
        if (kib < limits.DeadBandMinimumKib)
            return null;
        // Skip domains that every guard-rail would refuse.
        var request = domain.Ask(domain.InForceKib + kib, RequestOrigin.Rescue, cause, look.Now);
        var debtKib = HardFloor.DebtKib(domain.Memory, domain.MaximumKib, limits);
        return ManagedState.RefusalReason(domain.Memory, domain.Entry, request, limits, look.Now) is null
            ? new Want(domain, cause, kib) { AskedUrgentKib = urgentKib, AskedClaimKib = claimKib, NeedScoreKib = Math.Clamp(shownUrgentKib, 0, kib) + debtKib }
            : null;
    }

    // Sizes are above the target in force. Of them the memory that a take under way has not taken yet is free: the take is called off.
    private sealed record Want(ReflexDomain Domain, ReflexCause Cause, long Kib)
    {
        public required long AskedUrgentKib { get; init; }

        public required long AskedClaimKib { get; init; }

        // Deficit plus swap debt; squared as a weight, since the guest with the largest one is the first to kill a process.
        public required long NeedScoreKib { get; init; }

        public long FreeKib => Math.Min(Kib, Domain.CallableOffKib);

        // What the host has to grant.
        public long GrantKib => Kib - FreeKib;

        public long UrgentKib => Math.Clamp(AskedUrgentKib - FreeKib, 0, GrantKib);

        // For what idle memory of others is taken: what figures show, not what is given on top while there is room.
        public long ClaimKib => Math.Clamp(AskedClaimKib - FreeKib, 0, GrantKib);
    }
}
