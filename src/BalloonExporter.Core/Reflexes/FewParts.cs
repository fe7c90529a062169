using BalloonExporter.Core.Needs;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Reflexes;

/// <summary>
/// Divides as <see cref="WaterFill"/> does, but where most of it would be moves not worth a command, among the first few by weight: of hundreds
/// of guests each one's part is small. The planner's rules do the same.
/// </summary>
public static class FewParts
{
    /// <summary>The part of each. Together they are the amount, or all limits if that is less.</summary>
    /// <param name="amountKib">What is divided.</param>
    /// <param name="worthKib">The smallest move that is worth a command.</param>
    /// <param name="partMoves">So many of these make a part.</param>
    /// <param name="limits">The most that each can have, in KiB.</param>
    /// <param name="weights">Of each.</param>
    public static long[] Divide(long amountKib, long worthKib, double partMoves, IReadOnlyList<long> limits, IReadOnlyList<double> weights)
    {
        var parts = WaterFill.Divide(amountKib, limits, weights);
        if (amountKib >= limits.Sum() || 2 * parts.Where(part => part >= worthKib).Sum() >= amountKib)
            return parts;
        var count = (int)Math.Clamp(amountKib / Math.Max(1, partMoves * worthKib), 1, limits.Count);
        var first = Enumerable.Range(0, limits.Count).OrderByDescending(index => weights[index]).Take(count).ToHashSet();
        parts = WaterFill.Divide(amountKib, [.. limits.Select((limit, index) => first.Contains(index) ? limit : 0)], weights);
        // What the first cannot have goes to all the others.
        var rest = WaterFill.Divide(amountKib - parts.Sum(), [.. limits.Zip(parts, (limit, part) => limit - part)], weights);
        return [.. parts.Zip(rest, (part, more) => part + more)];
    }

    /// <summary>The smallest move that is worth a command while the host is well, for domains of this size on average, in KiB.</summary>
    public static long WorthKib(IReadOnlyCollection<ReflexDomain> domains, Limits limits) =>
        domains.Count == 0 ? limits.DeadBandMinimumKib : limits.DeadBandKib((long)domains.Average(domain => domain.MaximumKib));
}
