using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Planning;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Reflexes;

/// <summary>
/// Gives memory back when the plan does not: to all domains when the plan is gone, to customers who opted out, and to silent guests with
/// less than their maximum. Only memory that the host can spare. Pure.
/// </summary>
public static class Recovery
{
    /// <summary>The requests to make now.</summary>
    /// <param name="look">State of the host and its domains.</param>
    /// <param name="abandoned">Whether the plan is gone.</param>
    public static IReadOnlyList<BalloonRequest> Requests(ReflexLook look, bool abandoned)
    {
        var requests = new List<BalloonRequest>();
        // Memory that the exporter did not take is not given back.
        look = look with { Domains = [.. look.Domains.Where(domain => !LoweredByOperator.Lowered(domain.Memory, domain.Entry, look.Limits))] };
        if (look.Level < HostLevel.Red)
            requests.AddRange(Divide(look, look.AboveKib(look.Marks.GoalKib), Owed(look), ReflexCause.OptedOut, steps: false));
        if (look.Level == HostLevel.Green)
        {
            var left = look.Domains.Where(domain => ((abandoned && domain.IsManaged) || IsSilent(domain, look)) && !WasJustTakenFrom(domain, look));
            requests.AddRange(Divide(look, look.AboveKib(look.Marks.GreenKib), left, abandoned ? ReflexCause.NoHeartbeat : ReflexCause.Silent, steps: true));
        }

        return [.. requests.DistinctBy(request => request.Uuid)];
    }

    /// <summary>Tells stalled balloons to stay where they are: a driver that finds no free page retries for ever.</summary>
    public static IReadOnlyList<BalloonRequest> Releases(ReflexLook look) =>
    [
        .. look.Domains.Where(domain => domain.Entry.Watch is { Stalled: true } && domain.InForceKib < domain.Memory.CurrentKib
                && domain.MayBeGiven(look.Limits, look.Now))
            .Select(domain => domain.Ask(domain.Memory.CurrentKib!.Value, RequestOrigin.Recovery, ReflexCause.Stalled, look.Now)),
    ];

    private static IEnumerable<ReflexDomain> Owed(ReflexLook look)
    {
        var owed = OptOut.Owed(look.Domains.Select(domain => domain.Memory), look.Limits, look.Now).Select(each => each.Domain.Uuid).ToHashSet();
        return look.Domains.Where(domain => owed.Contains(domain.Memory.Uuid));
    }

    // Its part goes to the others.
    private static bool WasJustTakenFrom(ReflexDomain domain, ReflexLook look) => domain.Entry.RecoveryBlockedUntil(look.Limits) > look.Now;

    // Without usable memory in its statistics a guest's demand is unknown too.
    private static bool IsSilent(ReflexDomain domain, ReflexLook look) =>
        domain.Memory is { State: DomainState.Running, Guest: { } guest }
        && (domain.Memory.StatisticsFresh == true ? guest.UsableKib is null : look.Now - guest.SampledAt > look.Limits.SilenceTime);

    private static IEnumerable<BalloonRequest> Divide(
        ReflexLook look, long roomKib, IEnumerable<ReflexDomain> domains, ReflexCause cause, bool steps)
    {
        var takers = domains.Where(domain => GapKib(domain) >= DeadBandKib(domain) && domain.MayBeGiven(look.Limits, look.Now)).ToList();
        var parts = FewParts.Divide(
            roomKib,
            FewParts.WorthKib(takers, look.Limits),
            look.Limits.Planner.PartDeadbands,
            takers.ConvertAll(domain => steps ? Math.Min(GapKib(domain), StepKib(domain, look.Limits)) : GapKib(domain)),
            takers.ConvertAll(domain => (double)GapKib(domain) * Math.Max(1, domain.Policy.Shares)));
        return takers.Zip(parts).Where(each => each.Second >= DeadBandKib(each.First))
            .Select(each => each.First.Ask(each.First.InForceKib + each.Second, RequestOrigin.Recovery, cause, look.Now));

        // Owed memory is given back to the last step; other memory only when it is worth a command.
        long DeadBandKib(ReflexDomain domain) => steps ? look.Limits.DeadBandKib(domain.MaximumKib) : look.Limits.DeadBandMinimumKib;
    }

    private static long GapKib(ReflexDomain domain) => Math.Min(domain.MaximumKib, domain.Policy.CeilingKib) - domain.InForceKib;

    private static long StepKib(ReflexDomain domain, Limits limits) => (long)(domain.MaximumKib * limits.Planner.RecoverStepRatio) + limits.RecoverStepKib;
}
