namespace BalloonExporter.Simulator.Controllers;

/// <summary>The input of squeezed's rule for one domain. Sizes in KiB.</summary>
public sealed record SqueezedDomain(long MinimumKib, long MaximumKib)
{
    public required long TargetKib { get; init; }

    public required long ActualKib { get; init; }

    /// <summary>It has a balloon driver that is not known to be stuck.</summary>
    public bool IsActive { get; init; } = true;

    /// <summary>1 when it has to get memory, -1 when it has to give, 0 when it is at its target.</summary>
    public int Direction => SqueezedRule.DirectionTo(TargetKib, ActualKib);
}

/// <summary>
/// squeezed's rule, as <c>ocaml/squeezed/lib/squeeze.ml</c> decides: every domain gets the same fraction of the range between its minimum and its
/// maximum, so that all of them fit into the host whatever they use. Domains that have to give come first, then those that get.
/// </summary>
public static class SqueezedRule
{
    private const long InaccuracyKib = 4;

    /// <summary>Targets for domains by their place in the list; null when all domains have reached theirs.</summary>
    /// <param name="freeKib">Memory that no domain has.</param>
    /// <param name="reserveKib">Memory that no domain may have.</param>
    /// <param name="domains">The domains of the host.</param>
    public static List<(int Index, long TargetKib)>? Iterate(long freeKib, long reserveKib, IReadOnlyList<SqueezedDomain> domains)
    {
        List<int> active = [.. Enumerable.Range(0, domains.Count).Where(index => domains[index].IsActive)];
        var fraction = Fraction(freeKib - reserveKib, [.. active.Select(index => domains[index])]);
        List<(int Index, long TargetKib)> targets = [.. active.Select(index => (index, domains[index].MinimumKib + (long)(fraction * RangeKib(domains[index]))))];
        var gives = targets.Where(each => DirectionTo(each.TargetKib, domains[each.Index].ActualKib) < 0).ToList();
        var now = gives.Count > 0 ? gives : targets;
        var isDone = active.All(index => domains[index].Direction == 0) && now.TrueForAll(each => domains[each.Index].TargetKib == each.TargetKib);
        return isDone ? null : now;
    }

    internal static int DirectionTo(long targetKib, long actualKib) =>
        Math.Abs(actualKib - targetKib) <= InaccuracyKib ? 0 : Math.Sign(targetKib - actualKib);

    private static double Fraction(long spareKib, List<SqueezedDomain> domains)
    {
        var surplusKib = Math.Max(0, spareKib + domains.Sum(domain => Math.Max(0, domain.ActualKib - domain.MinimumKib - (2 * InaccuracyKib))));
        var rangeKib = domains.Sum(RangeKib);
        return rangeKib == 0 ? 0 : Math.Clamp((double)surplusKib / rangeKib, 0, 1);
    }

    private static long RangeKib(SqueezedDomain domain) => Math.Max(0, domain.MaximumKib - domain.MinimumKib);
}
