using BalloonExporter.Core.Model;
using BalloonExporter.Core.Needs;

namespace BalloonExporter.Core.Reflexes;

/// <summary>Takes resident memory from domains that can spare it: idle memory first, then headroom. Pure.</summary>
internal static class Reclaim
{
    /// <summary>Takes memory above the demand of each domain.</summary>
    public static IReadOnlyList<Take> Idle(ReflexLook look, long amountKib, RequestOrigin origin, Func<ReflexDomain, bool> from) =>
        Fill(look, amountKib, origin, from, domain => domain.Demand?.NeedKib, taken: []);

    /// <summary>Takes memory above the hard floor of each domain, in addition to what was taken already.</summary>
    public static IReadOnlyList<Take> Headroom(
        ReflexLook look, long amountKib, RequestOrigin origin, Func<ReflexDomain, bool> from, IReadOnlyList<Take> taken) =>
        Fill(look, amountKib, origin, from, domain => domain.Demand?.FloorKib, taken);

    /// <summary>Takes memory above the fair share of each domain, as far as its swap can hold it, on a host that cannot hold all hard floors.</summary>
    public static IReadOnlyList<Take> AboveShare(ReflexLook look, long amountKib, RequestOrigin origin, IReadOnlyList<Take> taken) =>
        look.FairShare is { FloorsFit: false } split
            ? Fill(look, amountKib, origin, domain => domain.MayGoIntoSwap, domain => FloorOf(domain, split), taken)
            : [];

    /// <summary>Target of each balloon when all takes are applied.</summary>
    public static IEnumerable<(ReflexDomain Domain, long ToKib)> Merge(IEnumerable<Take> takes) =>
        takes.GroupBy(take => take.Domain, (domain, takes) => (domain, Math.Max(takes.Min(take => take.LowestKib), domain.BaseKib - takes.Sum(take => take.Kib))));

    private static long? FloorOf(ReflexDomain domain, FairShare split) =>
        domain.Demand is { } demand && split.Parts.TryGetValue(domain.Memory.Uuid, out var partKib)
            ? HardFloor.SplitFloorKib(demand.FloorKib, demand.MinimumWithSwapKib, partKib)
            : null;

    private static List<Take> Fill(
        ReflexLook look,
        long amountKib,
        RequestOrigin origin,
        Func<ReflexDomain, bool> from,
        Func<ReflexDomain, long?> downToKib,
        IReadOnlyList<Take> taken)
    {
        var before = taken.ToLookup(take => take.Domain.Memory.Uuid, take => take.Kib);
        var givers = new List<Take>();
        foreach (var domain in look.Domains.Where(domain => domain.IsManaged && from(domain)))
        {
            if (Math.Max(downToKib(domain) ?? long.MaxValue, domain.Policy.FloorKib) is var lowestKib && lowestKib >= domain.BaseKib)
                continue;
            // Takes that a guard-rail would refuse are not counted on; other domains are used.
            if (domain.WouldBe(domain.Ask(lowestKib, origin, null, look.Now), look) is { ToKib: { } toKib } decision && toKib < decision.FromKib)
                givers.Add(new Take(domain, Math.Max(0, domain.BaseKib - toKib - before[domain.Memory.Uuid].Sum()), toKib));
        }

        var parts = FewParts.Divide(
            amountKib,
            FewParts.WorthKib(givers.ConvertAll(giver => giver.Domain), look.Limits),
            look.Limits.Planner.PartDeadbands,
            givers.ConvertAll(giver => giver.Kib),
            givers.ConvertAll(giver => (double)giver.Kib / Math.Max(1, giver.Domain.Policy.Shares)));
        // A domain whose balloon cannot reach its resident memory in one step frees nothing yet. It starts to shrink when the others do
        // not have enough.
        var enough = parts.Sum() >= amountKib;
        return [.. givers.Zip(parts, (giver, part) => giver with { Kib = part }).Where(take => take.Kib > 0 || (!enough && take.LowestKib >= take.Domain.BaseKib))];
    }

    /// <summary>Resident memory to take from a domain, and the lowest target for it.</summary>
    internal readonly record struct Take(ReflexDomain Domain, long Kib, long LowestKib);
}
