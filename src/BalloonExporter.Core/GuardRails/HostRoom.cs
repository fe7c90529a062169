using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.GuardRails;

/// <summary>Memory that the host can grant.</summary>
public static class HostRoom
{
    /// <summary>
    /// Memory that may be granted now, in KiB, never negative: memory above the reserve and within the budget, minus grants that the
    /// host's figures do not show yet.
    /// </summary>
    /// <remarks>
    /// Only unused grants of the last seconds are subtracted: used ones already reduce the host's available memory, and older ones were
    /// never used. Counting either would block every rescue.
    /// </remarks>
    public static long GrantableKib(HostMemory host, long recentlyGrantedKib, Limits limits)
    {
        var roomKib = host.PhysicalAvailableKib - PhysicalReserveKib(host, limits);
        if (host.BudgetKib is not null)
        {
            // A domain that could not be read may occupy all of the rest of the budget.
            if (!host.DomainsResidentKnown)
                return 0;
            // The reserve belongs to the rest of the machine; of a budget only a small part is kept, against rounding errors.
            roomKib = Math.Min(roomKib, host.AvailableKib - ReserveKib(host, limits));
        }

        return Math.Max(0, roomKib - recentlyGrantedKib);
    }

    /// <summary>Reserve of the memory that guests may use, in KiB: of the budget, or of all memory of the host.</summary>
    public static long ReserveKib(HostMemory host, Limits limits) =>
        host.BudgetKib is { } budgetKib ? ShareKib(budgetKib, limits) : PhysicalReserveKib(host, limits);

    private static long PhysicalReserveKib(HostMemory host, Limits limits) =>
        Math.Max(limits.ReserveMinimumKib, ShareKib(host.PhysicalTotalKib, limits));

    private static long ShareKib(long totalKib, Limits limits) => Math.Min((long)(totalKib * limits.Planner.ReserveRatio), limits.CritCapKib);
}
