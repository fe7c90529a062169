namespace BalloonExporter.Core.Proof;

/// <summary>What one domain had of the memory that it was sold, all added up. None of it falls, and no decision depends on it. Immutable.</summary>
public sealed record ProofEntry
{
    /// <summary>When it began, by the host's clock.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Time for which it is known whether the domain was short of memory.</summary>
    public TimeSpan Observed { get; init; }

    /// <summary>Part of it in which the domain was short: it needed more than it had, and felt it.</summary>
    public TimeSpan Unmet { get; init; }

    /// <summary>Time in which the balloon left the domain less than it was sold.</summary>
    public TimeSpan BelowSold { get; init; }

    /// <summary>Sold memory that the balloon held back, in KiB times seconds.</summary>
    public double LentKibSeconds { get; init; }

    /// <summary>Memory that the domain occupied beyond its part of the host, in KiB times seconds.</summary>
    public double BorrowedKibSeconds { get; init; }

    /// <summary>Adds an interval between two looks.</summary>
    /// <param name="time">Its length.</param>
    /// <param name="from">What the look at its begin found.</param>
    /// <param name="to">What the one at its end found.</param>
    internal ProofEntry Plus(TimeSpan time, Holding from, Holding to) => this with
    {
        // Where only one end is known to be so, half of it is.
        Observed = Observed + (time * Share(from.IsKnown, to.IsKnown)),
        BelowSold = BelowSold + (time * Share(from.LentKib > 0, to.LentKib > 0)),
        LentKibSeconds = LentKibSeconds + (time.TotalSeconds * (from.LentKib + to.LentKib) / 2),
        BorrowedKibSeconds = BorrowedKibSeconds + (time.TotalSeconds * (from.BorrowedKib + to.BorrowedKib) / 2),
    };

    private static double Share(bool from, bool to) => ((from ? 1 : 0) + (to ? 1 : 0)) / 2.0;
}
