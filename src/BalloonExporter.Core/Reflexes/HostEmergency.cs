using BalloonExporter.Core.Model;
using BalloonExporter.Core.Planning;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Reflexes;

/// <summary>
/// Takes memory at once when the host is about to run out of it: idle memory first, then headroom down to the hard floors. If those do
/// not fit either, from guests with swap the memory above their fair share. In CRIT no domain may grow beyond its resident size; one that
/// has just started may not at all. Pure.
/// </summary>
public static class HostEmergency
{
    // On pressure or swapping with enough available memory, only this share of the host's memory is taken.
    private const double ThrashingShare = 0.02;

    /// <summary>The requests to make now.</summary>
    public static IReadOnlyList<BalloonRequest> Requests(ReflexLook look)
    {
        if (look.Level < HostLevel.Red)
            return [];
        var missingKib = MissingKib(look);
        var idle = Reclaim.Idle(look, missingKib, RequestOrigin.Emergency, IsComfortable);
        var headroom = Reclaim.Headroom(look, missingKib - idle.Sum(take => take.Kib), RequestOrigin.Emergency, IsComfortable, idle);
        var leftKib = missingKib - idle.Concat(headroom).Sum(take => take.Kib);
        var excess = Reclaim.AboveShare(look, leftKib, RequestOrigin.Emergency, [.. idle, .. headroom]);
        var takes = Reclaim.Merge([.. idle, .. headroom, .. excess]).ToDictionary(take => take.Domain.Memory.Uuid, take => take.ToKib);
        foreach (var domain in look.Domains.Where(domain => domain.IsManaged ? look.Level == HostLevel.Crit : domain.IsStarting))
        {
            if (FreezeKib(domain, look.Limits) is { } freezeKib && freezeKib < takes.GetValueOrDefault(domain.Memory.Uuid, long.MaxValue))
                takes[domain.Memory.Uuid] = freezeKib;
        }

        return
        [
            .. look.Domains.Where(domain => takes.ContainsKey(domain.Memory.Uuid)
                    && domain.InForceKib - takes[domain.Memory.Uuid] >= look.Limits.DeadBandMinimumKib)
                .Select(domain => domain.Ask(takes[domain.Memory.Uuid], RequestOrigin.Emergency, look.Level == HostLevel.Crit ? ReflexCause.Critical : ReflexCause.Red, look.Now)),
        ];
    }

    /// <summary>Size of the emergency.</summary>
    public static EmergencyNeed NeedOf(ReflexLook look) => new(MissingKib(look), look.ComingKib, look.Domains.Count(domain => domain.IsManaged));

    private static long MissingKib(ReflexLook look)
    {
        var shortKib = -look.AboveKib(look.Marks.GoalKib);
        return (look.Thrashes ? Math.Max(shortKib, Math.Min((long)(look.Host.TotalKib * ThrashingShare), look.Marks.CritKib)) : shortKib) - look.ComingKib;
    }

    // A guest in need is not frozen.
    private static bool IsComfortable(ReflexDomain domain) => domain.Demand is { } demand && demand.FloorKib < domain.InForceKib;

    private static long? FreezeKib(ReflexDomain domain, Limits limits) =>
        domain is { Demand: { } demand, Memory.ResidentKib: { } residentKib } && demand.NeedKib <= domain.InForceKib
            ? Math.Max(Math.Max(residentKib, demand.FloorKib) + limits.FreezeMarginKib, domain.Policy.FloorKib)
            : null;
}
