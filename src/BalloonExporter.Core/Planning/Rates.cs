namespace BalloonExporter.Core.Planning;

/// <summary>How fast a series changes, as PromQL computes it. Points are seconds (zero or less) and values, in order. Null with fewer than two.</summary>
internal static class Rates
{
    /// <summary>deriv(): the slope of the line of least squares, per second.</summary>
    public static double? Slope(IReadOnlyList<(double Seconds, double Value)> points)
    {
        if (points.Count < 2)
            return null;
        var (meanX, meanY) = (points.Average(point => point.Seconds), points.Average(point => point.Value));
        var spread = points.Sum(point => (point.Seconds - meanX) * (point.Seconds - meanX));
        return points.Sum(point => (point.Seconds - meanX) * (point.Value - meanY)) / spread;
    }

    /// <summary>rate(): the growth of a counter per second, extrapolated to the ends of the time.</summary>
    public static double? OfCounter(IReadOnlyList<(double Seconds, double Value)> points, TimeSpan time)
    {
        if (points.Count < 2)
            return null;
        var ((firstAt, first), (lastAt, last)) = (points[0], points[^1]);
        var growth = last - first;
        for (var index = 1; index < points.Count; index++)
        {
            // The counter restarted.
            if (points[index].Value < points[index - 1].Value)
                growth += points[index - 1].Value;
        }

        var sampled = lastAt - firstAt;
        var between = sampled / (points.Count - 1);
        // If the next sample is farther away than usual the series is assumed to begin or end half an interval away; and a counter is never negative.
        var before = Beyond(firstAt + time.TotalSeconds);
        if (growth > 0 && first >= 0)
            before = Math.Min(before, sampled * (first / growth));
        return growth * ((sampled + before + Beyond(-lastAt)) / sampled) / time.TotalSeconds;

        double Beyond(double seconds) => seconds < between * 1.1 ? seconds : between / 2;
    }
}
