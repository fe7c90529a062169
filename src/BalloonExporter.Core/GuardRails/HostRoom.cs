using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.GuardRails;

/// <summary>What the host can still give.</summary>
public static class HostRoom
{
    /// <summary>
    /// What may be granted now, in KiB, never negative: memory above the host's reserve and within the budget, minus grants that
    /// cannot be seen in the host's figures yet.
    /// </summary>
    /// <remarks>
    /// Only the grants of the last seconds count, and of them what the guests have not taken up: what they have shows in the host's
    /// available memory, an older one was never used, and counting either would block every rescue.
    /// </remarks>
    public static long GrantableKib(HostMemory host, long recentlyGrantedKib, Limits limits)
    {
        var roomKib = host.PhysicalAvailableKib - PhysicalReserveKib(host, limits);
        if (host.BudgetKib is not null)
        {
            // A domain that could not be read may hold all that seems to be left of the budget.
            if (!host.DomainsResidentKnown)
                return 0;
            // The rest of the machine is the reserve; of the budget only a sliver is kept, so that rounding cannot break it.
            roomKib = Math.Min(roomKib, host.AvailableKib - ReserveKib(host, limits));
        }

        return Math.Max(0, roomKib - recentlyGrantedKib);
    }

    /// <summary>What is kept of the memory that the guests may use, in KiB: of the budget, or of all that the host has.</summary>
    public static long ReserveKib(HostMemory host, Limits limits) =>
        host.BudgetKib is { } budgetKib ? ShareKib(budgetKib, limits) : PhysicalReserveKib(host, limits);

    private static long PhysicalReserveKib(HostMemory host, Limits limits) =>
        Math.Max(limits.ReserveMinimumKib, ShareKib(host.PhysicalTotalKib, limits));

    private static long ShareKib(long totalKib, Limits limits) => Math.Min((long)(totalKib * limits.Planner.ReserveRatio), limits.CritCapKib);
}
