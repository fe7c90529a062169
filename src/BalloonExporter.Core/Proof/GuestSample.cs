using BalloonExporter.Core.Model;
using BalloonExporter.Core.Needs;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Proof;

/// <summary>What one sample of a guest says of its shortage.</summary>
/// <param name="SampledAt">The sample's time, by which it is told from others: rounded down to its stamp.</param>
/// <param name="ArrivedAt">The same as exactly as the looks tell: intervals are measured by it.</param>
/// <param name="Statistics">The guest's figures.</param>
/// <param name="UsableRatio">Usable part of what the guest has, 0 to 1; null when the guest does not tell.</param>
/// <param name="MissingKib">What it needs beyond what it has; not above 0 when that is nothing, or unknown.</param>
internal sealed record GuestSample(Moment SampledAt, Moment ArrivedAt, GuestStatistics Statistics, double? UsableRatio, long MissingKib)
{
    // A guest that starts a program reads some of its pages from disk, short of memory or not.
    private const double FeltMajorFaultsPerSecond = 16;

    private const double FeltSwapInKibPerSecond = 256;

    // Two samples of one stamp.
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>The newest sample of a domain that was just read; null while it has none that is fresh.</summary>
    public static GuestSample? Of(DomainMemory domain, Moment readAt, Limits limits)
    {
        if (domain is not { Guest: { } guest, StatisticsFresh: true, CurrentKib: { } currentKib, MaximumKib: { } maximumKib } || domain.Facts.StatisticsPeriod is not { } period)
            return null;
        // Its own period before the next one.
        var arrivedAt = domain.NextSample is { } next && next.By - period >= guest.SampledAt ? next.By - period : guest.SampledAt;
        return new GuestSample(
            guest.SampledAt,
            arrivedAt < readAt ? arrivedAt : readAt,
            guest,
            guest.BackedUsableKib is { } usableKib ? (double)usableKib / Math.Max(1, currentKib) : null,
            maximumKib - currentKib < limits.DeadBandMinimumKib ? 0 : MissingOf(domain, currentKib, limits));
    }

    /// <summary>Whether the guest needed more than it had, and felt it.</summary>
    /// <param name="earlier">The sample before; null when there is none.</param>
    /// <param name="limits">The constants.</param>
    public bool IsShort(GuestSample? earlier, Limits limits)
    {
        if (MissingKib < limits.DeadBandMinimumKib || UsableRatio is not { } usable)
            return false;
        if (usable < limits.Planner.PressureUsableRatio)
            return true;
        // With plenty usable neither is for want of memory.
        if (earlier is not { } before)
            return false;
        var seconds = (ArrivedAt - before.ArrivedAt).TotalSeconds;
        return usable < limits.Planner.SwapUsableRatio && seconds >= ShortestInterval.TotalSeconds
            && (Grown(Statistics.SwapInKib, before.Statistics.SwapInKib) >= FeltSwapInKibPerSecond * seconds
                || Grown(Statistics.MajorFaults, before.Statistics.MajorFaults) >= FeltMajorFaultsPerSecond * seconds);
    }

    private static long MissingOf(DomainMemory domain, long currentKib, Limits limits) =>
        EffectivePolicy.Of(domain, limits) is { } policy && Demand.Of(domain, policy, limits) is { } demand ? demand.NeedKib - currentKib : 0;

    // Counters begin anew when the guest reboots.
    private static long Grown(long? now, long? before) => now - before is > 0 and var grown ? grown : 0;
}
