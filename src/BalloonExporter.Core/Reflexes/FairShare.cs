using BalloonExporter.Core.Needs;

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
        // Resident memory above the balloon's size belongs to QEMU itself and is not divided.
        var poolKib = look.Host.LeftKib + domains.Sum(domain => Math.Min(domain.Memory.ResidentKib!.Value, domain.Memory.CurrentKib ?? 0));
        if (domains.Sum(domain => domain.Demand!.Value.NeedKib) <= poolKib - look.Marks.CritKib)
            return null;

        var roomKib = poolKib - look.Marks.NoGrantKib;
        var floorsFit = domains.Sum(domain => domain.Demand!.Value.FloorKib) <= roomKib;
        var parts = WaterFill.Share(
            roomKib,
            domains.ConvertAll(domain => floorsFit ? domain.Demand!.Value.FloorKib : domain.Demand!.Value.MinimumWithSwapKib),
            domains.ConvertAll(domain => floorsFit ? domain.Demand!.Value.NeedKib : domain.Demand!.Value.FloorKib),
            domains.ConvertAll(domain => (double)Math.Max(1, domain.Policy.Shares)));
        return new FairShare(domains.Zip(parts).ToDictionary(each => each.First.Memory.Uuid, each => each.Second), floorsFit);
    }
}
