namespace BalloonExporter.Reflexes;

/// <summary>
/// What each domain may have when not everybody's demand fits: a split by shares. Without it the first to grow would take what the
/// others need as much. Pure.
/// </summary>
internal static class Entitlement
{
    /// <summary>The part of each planned domain; null while all demands fit.</summary>
    public static IReadOnlyDictionary<Guid, long>? Of(ReflexLook look)
    {
        var limits = look.Limits;
        var domains = look.Domains.Where(domain => domain is { IsManaged: true, Demand: not null, Memory.ResidentKib: not null }).ToList();
        var poolKib = look.Host.AvailableKib + domains.Sum(domain => domain.Memory.ResidentKib!.Value);
        if (domains.Sum(domain => domain.Demand!.Value.NeedKib) <= poolKib - (long)(look.Host.TotalKib * limits.HostCriticalShare))
            return null;

        var roomKib = poolKib - (long)(look.Host.TotalKib * limits.NoGrantShare);
        var floorsFit = domains.Sum(domain => domain.Demand!.Value.FloorKib) <= roomKib;
        var parts = WaterFill.Share(
            roomKib,
            domains.ConvertAll(domain => floorsFit ? domain.Demand!.Value.FloorKib : domain.Policy.FloorKib),
            domains.ConvertAll(domain => floorsFit ? domain.Demand!.Value.NeedKib : domain.Demand!.Value.FloorKib),
            domains.ConvertAll(domain => (double)Math.Max(1, domain.Policy.Shares)));
        return domains.Zip(parts).ToDictionary(each => each.First.Memory.Uuid, each => each.Second);
    }
}
