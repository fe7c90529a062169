using BalloonExporter.Backtest.History;

namespace BalloonExporter.Backtest.Simulation;

/// <summary>The bursts of a server; times are seconds.</summary>
/// <param name="bursts">The bursts, in the order of their begins.</param>
internal sealed class BurstTrain(IReadOnlyList<Burst> bursts)
{
    // A burst ends between this time before its end and its end.
    private const double EndSpan = 0.001;

    private readonly int _longest = bursts.Count == 0 ? 0 : bursts.Max(burst => burst.To - burst.From);

    /// <summary>No bursts.</summary>
    public static BurstTrain None { get; } = new([]);

    /// <summary>What the bursts need, KiB.</summary>
    public double KibAt(double second)
    {
        var kib = 0.0;
        for (var index = FirstSince(second - _longest); index < bursts.Count && bursts[index].From < second; index++)
        {
            var burst = bursts[index];
            if (second < burst.To)
                kib += Math.Min(burst.HeightKib, burst.RiseKibPerSecond * (second - burst.From));
        }

        return kib;
    }

    /// <summary>Adds the times within a range at which a burst begins, stops rising, or ends.</summary>
    public void AddKnots(double from, double to, List<double> knots)
    {
        for (var index = FirstSince(from - _longest); index < bursts.Count && bursts[index].From < to; index++)
        {
            var burst = bursts[index];
            foreach (var knot in (ReadOnlySpan<double>)[burst.From, burst.From + (burst.HeightKib / (double)burst.RiseKibPerSecond), burst.To - EndSpan, burst.To])
            {
                if (knot > from && knot < to && knot <= burst.To)
                    knots.Add(knot);
            }
        }
    }

    // The first burst that begins at this time or later.
    private int FirstSince(double second)
    {
        var (low, high) = (0, bursts.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (bursts[middle].From < second)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
