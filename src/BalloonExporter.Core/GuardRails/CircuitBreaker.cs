using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.GuardRails;

/// <summary>
/// Keeps a plan that has gone mad from taking everybody's memory: within a minute only so much is taken, and from so many.
/// </summary>
public static class CircuitBreaker
{
    /// <summary>Whether nothing may be taken from this domain: memory was taken from so many others, or what was taken is not known.</summary>
    public static bool Refuses(RecentActivity activity, Limits limits) =>
        activity.UsedUp || (activity.DomainsTakenFrom >= DomainLimit(activity, limits) && !activity.ThisDomainTakenFrom);

    /// <summary>Resident memory that may still be taken, in KiB, never negative.</summary>
    public static long AllowanceKib(HostMemory host, RecentActivity activity, Limits limits) =>
        Math.Max(0, LimitKib(host, limits) - activity.TakenKib);

    /// <summary>Whether the breaker stands in somebody's way: what is left is not worth a command.</summary>
    public static bool IsOpen(HostMemory host, RecentActivity activity, Limits limits) =>
        activity.UsedUp
        || activity.DomainsTakenFrom >= DomainLimit(activity, limits)
        || AllowanceKib(host, activity, limits) < Math.Max(1, limits.DeadBandMinimumKib);

    private static int DomainLimit(RecentActivity activity, Limits limits) =>
        limits.BreakerDomains ?? Math.Max(limits.BreakerDomainsMinimum, (int)(activity.ManagedDomains * limits.BreakerDomainShare));

    private static long LimitKib(HostMemory host, Limits limits) => limits.BreakerKib ?? (long)(host.TotalKib * limits.BreakerShare);
}
