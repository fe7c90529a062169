using BalloonExporter.Core.Needs;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Reflexes;

/// <summary>
/// Fair shares of all domains when their demands do not fit. Without a split the first domain to grow would take memory that others need
/// as much.
/// </summary>
/// <param name="Parts">KiB by managed domain.</param>
/// <param name="FloorsFit">Whether at least all hard floors fit.</param>
public sealed record FairShare(IReadOnlyDictionary<Guid, long> Parts, bool FloorsFit)
{
    /// <summary>The split of a host; null while all demands fit. Pure.</summary>
    internal static FairShare? Of(ReflexLook look)
    {
        var domains = look.Domains.Where(domain => domain is { IsManaged: true, Demand: not null, Memory.ResidentKib: not null }).ToList();
        var claims = domains.ConvertAll(domain => ClaimOf(domain, look.Limits));
        // Resident memory above the balloon's size belongs to QEMU itself and is not divided.
        var poolKib = look.Host.LeftKib + domains.Sum(domain => Math.Min(domain.Memory.ResidentKib!.Value, domain.Memory.CurrentKib ?? 0));
        if (claims.Sum(claim => claim.NeedKib) <= poolKib - look.Marks.CritKib)
            return null;

        var roomKib = poolKib - look.Marks.NoGrantKib;
        var floorsFit = claims.Sum(claim => claim.FloorKib) <= roomKib;
        var parts = WaterFill.Share(
            roomKib,
            claims.ConvertAll(claim => floorsFit ? claim.FloorKib : claim.MinimumWithSwapKib),
            claims.ConvertAll(claim => floorsFit ? claim.NeedKib : claim.FloorKib),
            domains.ConvertAll(domain => (double)Math.Max(1, domain.Policy.Shares)));
        return new FairShare(domains.Zip(parts).ToDictionary(each => each.First.Memory.Uuid, each => each.Second), floorsFit);
    }

    // What a guest occupies when it has what it demands. Its policy's floor is what it may touch: an idle guest does not, and counted whole the
    // floors of hundreds of idle guests would leave nothing to one in need, on a host with room.
    private static Demand ClaimOf(ReflexDomain domain, Limits limits)
    {
        var (demand, occupiedKib) = (domain.Demand!.Value, Math.Min(domain.Memory.ResidentKib!.Value, domain.Memory.CurrentKib ?? 0));
        if (Demand.Of(domain.Memory, domain.Policy with { FloorKib = 0 }, limits, domain.FoundRoomKib) is not { } used)
            return demand;
        return demand with
        {
            NeedKib = Math.Min(demand.NeedKib, Math.Max(occupiedKib, used.NeedKib)),
            FloorKib = Math.Min(demand.FloorKib, Math.Max(occupiedKib, used.FloorKib)),
            MinimumWithSwapKib = Math.Min(demand.MinimumWithSwapKib, Math.Max(occupiedKib, used.MinimumWithSwapKib)),
        };
    }
}
