using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.GuardRails;

/// <summary>
/// The smallest change of a balloon that is worth a command. While the host is well that is a share of the maximum; on a host with hundreds of guests
/// each one's part of what is missing is smaller, so from SOFT on, and for who cannot wait, only a size counts. SOFT is told as the plan does:
/// by what is left when everybody has what it needs to live.
/// </summary>
internal static class DeadBand
{
    /// <summary>KiB, for a wish about a domain of this maximum.</summary>
    public static long Of(BalloonRequest request, DomainMemory domain, long maximumKib, HostMemory host, RecentActivity activity, Limits limits) =>
        request.Origin is RequestOrigin.Rescue or RequestOrigin.Emergency
        || OptOut.MayHaveMemoryBack(domain, limits)
        || host.AvailableKib - activity.UrgentKib < HostMarks.Of(host, limits).SoftLeaveKib
            ? limits.DeadBandMinimumKib
            : limits.DeadBandKib(maximumKib);
}
