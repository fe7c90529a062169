using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Proof;

/// <summary>What a domain has at one look. Sizes are KiB.</summary>
/// <param name="At">When it was read.</param>
/// <param name="LentKib">Sold memory that the balloon holds back; 0 where that is less than a move is worth.</param>
/// <param name="BorrowedKib">What it occupies beyond its part of the host; 0 while that is unknown.</param>
/// <param name="IsKnown">Whether it is known if the domain is short: it has all that it was sold, or its guest reports.</param>
internal readonly record struct Holding(Moment At, long LentKib, long BorrowedKib, bool IsKnown)
{
    /// <summary>What a running domain has; null for one that does not run, or of which nothing is known.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="at">When it was read.</param>
    /// <param name="partOfSold">Memory of the host for each KiB that it has sold; null while that is unknown.</param>
    /// <param name="limits">The constants.</param>
    public static Holding? Of(DomainMemory domain, Moment at, double? partOfSold, Limits limits)
    {
        if (domain is not { State: DomainState.Running, CurrentKib: { } currentKib, MaximumKib: { } maximumKib })
            return null;
        var lentKib = maximumKib - currentKib < limits.DeadBandMinimumKib ? 0 : maximumKib - currentKib;
        var occupiedKib = Math.Min(currentKib, domain.ResidentKib ?? 0);
        var borrowedKib = partOfSold is { } part ? Math.Max(0, occupiedKib - (long)(maximumKib * part)) : 0;
        return new Holding(at, lentKib, borrowedKib, lentKib == 0 || domain.StatisticsFresh == true);
    }
}
