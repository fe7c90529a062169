using BalloonExporter.Core.Needs;

namespace BalloonExporter.Core.Reflexes;

/// <summary>
/// What each domain may have when not everybody's demand fits: a split by shares. Without it the first to grow would take what the
/// others need as much.
/// </summary>
/// <param name="Parts">KiB by planned domain.</param>
/// <param name="FloorsFit">Whether at least what everybody needs to live fits.</param>
public sealed record FairShare(IReadOnlyDictionary<Guid, long> Parts, bool FloorsFit)
{
    /// <summary>The split of a host; null while all demands fit. Pure.</summary>
    internal static FairShare? Of(ReflexLook look)
    {
        var domains = look.Domains.Where(domain => domain is { IsManaged: true, Demand: not null, Memory.ResidentKib: not null }).ToList();
        // What is resident beyond what the balloon leaves is QEMU's own, and nobody's to have.
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
