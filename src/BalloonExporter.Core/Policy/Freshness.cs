using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Policy;

/// <summary>Maximum age of samples.</summary>
public static class Freshness
{
    // Sample times are truncated to whole seconds.
    private static readonly TimeSpan Rounding = TimeSpan.FromSeconds(1);

    /// <summary>Whether a sample is at most <see cref="Limits.FreshPeriods"/> statistics periods old. Without polling nothing is fresh.</summary>
    public static bool IsFresh(Moment sampledAt, TimeSpan period, Limits limits, Moment now) =>
        period > TimeSpan.Zero && now - sampledAt <= (period * limits.FreshPeriods) + Rounding;
}
