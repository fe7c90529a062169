using BalloonExporter.Domains;

namespace BalloonExporter.Policy;

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
        var physicalReserveKib = Math.Max(limits.ReserveMinimumKib, (long)(host.PhysicalTotalKib * limits.ReserveShare));
        var roomKib = host.PhysicalAvailableKib - physicalReserveKib;
        if (host.BudgetKib is { } budgetKib)
        {
            // A domain that could not be read may hold all that seems to be left of the budget.
            if (!host.DomainsResidentKnown)
                return 0;
            // The rest of the machine is the reserve; of the budget only a sliver is kept, so that rounding cannot break it.
            var budgetReserveKib = (long)(budgetKib * limits.ReserveShare);
            roomKib = Math.Min(roomKib, host.AvailableKib - budgetReserveKib);
        }

        return Math.Max(0, roomKib - recentlyGrantedKib);
    }
}
