namespace BalloonExporter.Core.GuardRails;

/// <summary>
/// How much resident memory a balloon can take on its way down. It takes free pages, and which of them the guest has touched before
/// nobody knows: all of its way can be resident. In KiB. Pure.
/// </summary>
/// <param name="FromKib">Where it is, or is on its way to.</param>
/// <param name="ResidentKib">What the domain occupies.</param>
/// <param name="SpareKib">
/// What of that the guest does not use, as far as its newest sample tells; more cannot go before the guest has to give up what it uses.
/// Null: its figures are not relied on.
/// </param>
internal readonly record struct TakeForecast(long FromKib, long ResidentKib, long? SpareKib)
{
    // Below this each page taken is certainly resident.
    private long CertainFromKib => Math.Min(FromKib, ResidentKib);

    /// <summary>The most that can leave resident memory on the way to a target.</summary>
    public long MostKib(long toKib)
    {
        var wayKib = Math.Max(0, FromKib - toKib);
        return SpareKib is { } spareKib ? Math.Clamp(Math.Max(CertainFromKib - toKib, spareKib), 0, wayKib) : wayKib;
    }

    /// <summary>The lowest target on whose way no more than this can leave resident memory.</summary>
    public long LowestKib(long allowanceKib) => SpareKib <= allowanceKib ? CertainFromKib - allowanceKib : FromKib - allowanceKib;
}
