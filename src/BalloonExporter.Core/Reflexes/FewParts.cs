using BalloonExporter.Core.Needs;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Reflexes;

/// <summary>
/// Divides as <see cref="WaterFill"/> does. If most parts would be too small to be worth a command, the amount goes to the first few
/// domains by weight. The planner's rules do the same.
/// </summary>
public static class FewParts
{
    /// <summary>The parts. Their sum is the amount, or the sum of the limits if that is less.</summary>
    /// <param name="amountKib">The amount to divide.</param>
    /// <param name="worthKib">The smallest move that is worth a command.</param>
    /// <param name="partMoves">Minimum part in units of the smallest move.</param>
    /// <param name="limits">Maximum of each part, in KiB.</param>
    /// <param name="weights">Weight of each part.</param>
    public static long[] Divide(long amountKib, long worthKib, double partMoves, IReadOnlyList<long> limits, IReadOnlyList<double> weights)
    {
        var parts = WaterFill.Divide(amountKib, limits, weights);
        if (amountKib >= limits.Sum() || 2 * parts.Where(part => part >= worthKib).Sum() >= amountKib)
            return parts;
        var count = (int)Math.Clamp(amountKib / Math.Max(1, partMoves * worthKib), 1, limits.Count);
        var first = Enumerable.Range(0, limits.Count).OrderByDescending(index => weights[index]).Take(count).ToHashSet();
        parts = WaterFill.Divide(amountKib, [.. limits.Select((limit, index) => first.Contains(index) ? limit : 0)], weights);
        // What exceeds the limits of the first few goes to all others.
        var rest = WaterFill.Divide(amountKib - parts.Sum(), [.. limits.Zip(parts, (limit, part) => limit - part)], weights);
        return [.. parts.Zip(rest, (part, more) => part + more)];
    }

    /// <summary>The smallest move worth a command while the host is above SOFT, averaged over these domains, in KiB.</summary>
    public static long WorthKib(IReadOnlyCollection<ReflexDomain> domains, Limits limits) =>
        domains.Count == 0 ? limits.DeadBandMinimumKib : limits.DeadBandKib((long)domains.Average(domain => domain.MaximumKib));
}
