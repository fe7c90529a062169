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
    public static bool Refuses(Surroundings surroundings, Limits limits) =>
        surroundings.UsedUp || (surroundings.DomainsTakenFrom >= DomainLimit(surroundings, limits) && !surroundings.ThisDomainTakenFrom);

    /// <summary>Resident memory that may still be taken, in KiB, never negative.</summary>
    public static long AllowanceKib(HostMemory host, Surroundings surroundings, Limits limits) =>
        Math.Max(0, LimitKib(host, limits) - surroundings.TakenKib);

    /// <summary>Whether the breaker stands in somebody's way: what is left is not worth a command.</summary>
    public static bool IsOpen(HostMemory host, Surroundings surroundings, Limits limits) =>
        surroundings.UsedUp
        || surroundings.DomainsTakenFrom >= DomainLimit(surroundings, limits)
        || AllowanceKib(host, surroundings, limits) < Math.Max(1, limits.DeadBandMinimumKib);

    private static int DomainLimit(Surroundings surroundings, Limits limits) =>
        limits.BreakerDomains ?? Math.Max(limits.BreakerDomainsLeast, (int)(surroundings.ManagedDomains * limits.BreakerDomainShare));

    private static long LimitKib(HostMemory host, Limits limits) => limits.BreakerKib ?? (long)(host.TotalKib * limits.BreakerShare);
}
