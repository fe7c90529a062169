using BalloonExporter.Domains;

namespace BalloonExporter.Policy;

/// <summary>What applies to one domain. Sizes are KiB.</summary>
/// <param name="FloorKib">Never below.</param>
/// <param name="CeilingKib">Never above.</param>
/// <param name="Shares">Weight: twice the shares give half as much and get twice as much.</param>
public sealed record DomainPolicy(long FloorKib, long CeilingKib, int Shares)
{
    /// <summary>The policy of a domain for which nothing else is said. Null while its maximum is not known.</summary>
    public static DomainPolicy? Default(DomainMemory domain, Limits limits)
    {
        if (domain.MaximumKib is not { } maximumKib)
            return null;
        var floorKib = Math.Max(limits.MinimumFloorKib, limits.FloorKib ?? (long)(maximumKib * limits.FloorShare));
        return new DomainPolicy(Math.Min(maximumKib, floorKib), maximumKib, limits.DefaultShares);
    }
}
