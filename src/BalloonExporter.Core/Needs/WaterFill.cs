namespace BalloonExporter.Core.Needs;

/// <summary>Divides an amount by weight; each part is at most its limit.</summary>
public static class WaterFill
{
    /// <summary>The parts. Their sum is the amount, or the sum of the limits if that is less.</summary>
    public static long[] Divide(long amount, IReadOnlyList<long> limits, IReadOnlyList<double> weights)
    {
        var parts = new long[limits.Count];
        var left = Math.Min(Math.Max(0, amount), limits.Sum());
        var open = Enumerable.Range(0, limits.Count).Where(index => limits[index] > 0 && weights[index] > 0).ToList();
        while (left > 0 && open.Count > 0)
        {
            var rate = left / open.Sum(index => weights[index]);
            var full = open.Where(index => weights[index] * rate >= limits[index] - parts[index]).ToList();
            foreach (var index in full.Count > 0 ? full : open)
            {
                var part = full.Count > 0 ? limits[index] - parts[index] : (long)(weights[index] * rate);
                parts[index] += part;
                left -= part;
            }

            if (full.Count == 0)
                break;
            open.RemoveAll(full.Contains);
        }

        return parts;
    }

    /// <summary>
    /// Parts between a minimum and a maximum each, as proportional to the weights as these allow. Their sum is the amount, if it lies
    /// between the sums of minima and maxima.
    /// </summary>
    public static long[] Share(long amount, IReadOnlyList<long> least, IReadOnlyList<long> most, IReadOnlyList<double> weights)
    {
        // The sum grows with the rate, so the rate is found by bisection; fifty steps are exact to the KiB.
        var (low, high) = (0.0, Math.Max(1.0, Enumerable.Range(0, most.Count).Select(index => most[index] / weights[index]).DefaultIfEmpty(1).Max()));
        for (var step = 0; step < 50; step++)
        {
            var rate = (low + high) / 2;
            if (Shares(rate).Sum() > amount)
                high = rate;
            else
                low = rate;
        }

        return [.. Shares(low)];

        IEnumerable<long> Shares(double rate) => Enumerable.Range(0, least.Count)
            .Select(index => Math.Clamp((long)(rate * weights[index]), least[index], Math.Max(least[index], most[index])));
    }
}
