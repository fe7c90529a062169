namespace BalloonExporter.Core.GuardRails;

/// <summary>
/// Upper bound of the resident memory that a balloon can take while it shrinks. It takes free pages, and it is unknown which of them the
/// guest has touched before: all of the distance may be resident. In KiB. Pure.
/// </summary>
/// <param name="FromKib">The balloon's target under way, or its size.</param>
/// <param name="ResidentKib">The domain's resident memory.</param>
/// <param name="SpareKib">
/// Resident memory that the guest does not use, by its newest sample; more cannot be taken before the guest has to give up what it uses.
/// Null: the guest's figures are not trusted.
/// </param>
internal readonly record struct TakeForecast(long FromKib, long ResidentKib, long? SpareKib)
{
    // Below this every page taken is resident.
    private long CertainFromKib => Math.Min(FromKib, ResidentKib);

    /// <summary>The most resident memory that can be freed on the way to a target.</summary>
    public long MostKib(long toKib)
    {
        var wayKib = Math.Max(0, FromKib - toKib);
        return SpareKib is { } spareKib ? Math.Clamp(Math.Max(CertainFromKib - toKib, spareKib), 0, wayKib) : wayKib;
    }

    /// <summary>The lowest target on whose way at most this much resident memory can be freed.</summary>
    public long LowestKib(long allowanceKib) => SpareKib <= allowanceKib ? CertainFromKib - allowanceKib : FromKib - allowanceKib;
}
