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
    /// <summary>The dead-band of a move, in KiB.</summary>
    public static long OfKib(PossibleMove move)
    {
        var (context, limits) = (move.Context, move.Context.Limits);
        return context.Request.Origin is RequestOrigin.Rescue or RequestOrigin.Emergency
            || OptOut.MayHaveMemoryBack(move.Domain, limits)
            || move.Host.AvailableKib - context.Activity.UrgentKib < HostMarks.Of(move.Host, limits).SoftLeaveKib
                ? limits.DeadBandMinimumKib
                : limits.DeadBandKib(move.MaximumKib);
    }
}
