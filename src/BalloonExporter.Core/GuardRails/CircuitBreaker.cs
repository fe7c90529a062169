using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.GuardRails;

/// <summary>
/// Limits the damage of a faulty plan: per minute only so much memory is taken, and only from so many domains.
/// </summary>
public static class CircuitBreaker
{
    /// <summary>Whether nothing may be taken from this domain: memory was taken from too many others, or the amount taken is unknown.</summary>
    public static bool Refuses(RecentActivity activity, Limits limits) =>
        activity.UsedUp || (activity.DomainsTakenFrom >= DomainLimit(activity, limits) && !activity.ThisDomainTakenFrom);

    /// <summary>Resident memory that may still be taken, in KiB, never negative.</summary>
    /// <param name="host">The host's memory.</param>
    /// <param name="activity">What was taken from all domains.</param>
    /// <param name="limits">The constants.</param>
    /// <param name="emergency">Whether an emergency of the host takes it.</param>
    public static long AllowanceKib(HostMemory host, RecentActivity activity, Limits limits, bool emergency = false) =>
        Math.Max(0, LimitKib(host, limits, emergency) - activity.TakenKib);

    /// <summary>Whether the breaker blocks takes: the rest of its allowance is not worth a command.</summary>
    public static bool IsOpen(HostMemory host, RecentActivity activity, Limits limits) =>
        activity.UsedUp
        || activity.DomainsTakenFrom >= DomainLimit(activity, limits)
        || AllowanceKib(host, activity, limits) < Math.Max(1, limits.DeadBandMinimumKib);

    private static int DomainLimit(RecentActivity activity, Limits limits) =>
        limits.BreakerDomains ?? Math.Max(limits.BreakerDomainsMinimum, (int)(activity.ManagedDomains * limits.BreakerDomainShare));

    private static long LimitKib(HostMemory host, Limits limits, bool emergency) =>
        limits.BreakerKib ?? (long)(host.TotalKib * (emergency ? Math.Max(limits.BreakerShare, limits.BreakerShareInEmergency) : limits.BreakerShare));
}
