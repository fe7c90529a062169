using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.GuardRails;

/// <summary>
/// The smallest balloon change worth a command. While the host is above SOFT it is a share of the maximum. On a host with hundreds of
/// guests each one's part is small, so from SOFT on, and for urgent requests, it is a fixed size. SOFT is determined as in the plan: by
/// the memory left after all hard floors are met.
/// </summary>
internal static class DeadBand
{
    /// <summary>The dead-band of a move, in KiB.</summary>
    public static long OfKib(PossibleMove move)
    {
        var (context, limits) = (move.Context, move.Context.Limits);
        // What is given back for good is given to the last piece.
        if (context.Request.Origin == RequestOrigin.Release)
            return 1;
        return context.Request.Origin is RequestOrigin.Rescue or RequestOrigin.Donor or RequestOrigin.Emergency
            || OptOut.MayHaveMemoryBack(move.Domain, limits)
            || move.Host.AvailableKib - context.Activity.UrgentKib < HostMarks.Of(move.Host, limits).SoftLeaveKib
                ? limits.DeadBandMinimumKib
                : limits.DeadBandKib(move.MaximumKib);
    }
}
