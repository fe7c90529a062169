using BalloonExporter.Core.Model;
using BalloonExporter.Core.Needs;

namespace BalloonExporter.Core.Reflexes;

/// <summary>Takes resident memory from those who can spare it: what is idle first, then headroom. Pure.</summary>
internal static class Reclaim
{
    /// <summary>Takes what lies above the demand of each.</summary>
    public static IReadOnlyList<Take> Idle(ReflexLook look, long amountKib, RequestOrigin origin, Func<ReflexDomain, bool> from) =>
        Fill(look, amountKib, origin, from, domain => domain.Demand?.NeedKib, taken: []);

    /// <summary>Takes what lies above the hard floor of each, besides what was taken already.</summary>
    public static IReadOnlyList<Take> Headroom(
        ReflexLook look, long amountKib, RequestOrigin origin, Func<ReflexDomain, bool> from, IReadOnlyList<Take> taken) =>
        Fill(look, amountKib, origin, from, domain => domain.Demand?.FloorKib, taken);

    /// <summary>Takes what each holds beyond its part on a host that cannot hold what all need to live, as far as its swap will hold that.</summary>
    public static IReadOnlyList<Take> AboveShare(ReflexLook look, long amountKib, RequestOrigin origin, IReadOnlyList<Take> taken) =>
        look.FairShare is { FloorsFit: false } split
            ? Fill(look, amountKib, origin, domain => domain.Policy.SwapKib > 0, domain => FloorOf(domain, split), taken)
            : [];

    /// <summary>Where each balloon has to go for all that is taken from it.</summary>
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
            // What the guard-rails would refuse is not counted on: others give it.
            if (domain.WouldBe(domain.Ask(lowestKib, origin, null, look.Now), look) is { ToKib: { } toKib } decision && toKib < decision.FromKib)
                givers.Add(new Take(domain, Math.Max(0, domain.BaseKib - toKib - before[domain.Memory.Uuid].Sum()), toKib));
        }

        var parts = FewParts.Divide(
            amountKib,
            FewParts.WorthKib(givers.ConvertAll(giver => giver.Domain), look.Limits),
            look.Limits.Planner.PartDeadbands,
            givers.ConvertAll(giver => giver.Kib),
            givers.ConvertAll(giver => (double)giver.Kib / Math.Max(1, giver.Domain.Policy.Shares)));
        // Who may not go down to what is resident in one step has nothing to count on yet: it begins the way, when the others have not enough.
        var enough = parts.Sum() >= amountKib;
        return [.. givers.Zip(parts, (giver, part) => giver with { Kib = part }).Where(take => take.Kib > 0 || (!enough && take.LowestKib >= take.Domain.BaseKib))];
    }

    /// <summary>So much resident memory of a domain that its balloon may go down to no less than this.</summary>
    internal readonly record struct Take(ReflexDomain Domain, long Kib, long LowestKib);
}
