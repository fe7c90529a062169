namespace BalloonExporter.Cli.Proofs;

/// <summary>What a domain had within a month, on one host or on all.</summary>
internal sealed record ProofFigures
{
    /// <summary>UNIX seconds of the first sample, and of the last one.</summary>
    public long From { get; init; }

    public long To { get; init; }

    public double ObservedSeconds { get; init; }

    public double UnmetSeconds { get; init; }

    public double BelowSoldSeconds { get; init; }

    public double LentByteSeconds { get; init; }

    public double BorrowedByteSeconds { get; init; }

    public long Rescues { get; init; }

    /// <summary>Null without a rescue.</summary>
    public double? LongestRescueWaitSeconds { get; init; }

    /// <summary>Null when it is not known.</summary>
    public double? SoldBytes { get; init; }

    /// <summary>Part of the observed time in which it had what it needed. Both are measured: one does not become negative.</summary>
    public double MetRatio => ObservedSeconds > 0 ? Math.Clamp(1 - (UnmetSeconds / ObservedSeconds), 0, 1) : 1;

    /// <summary>The sum; of what was sold, what was sold last.</summary>
    public static ProofFigures Sum(IReadOnlyCollection<ProofFigures> hosts) => new()
    {
        From = hosts.Min(host => host.From),
        To = hosts.Max(host => host.To),
        ObservedSeconds = hosts.Sum(host => host.ObservedSeconds),
        UnmetSeconds = hosts.Sum(host => host.UnmetSeconds),
        BelowSoldSeconds = hosts.Sum(host => host.BelowSoldSeconds),
        LentByteSeconds = hosts.Sum(host => host.LentByteSeconds),
        BorrowedByteSeconds = hosts.Sum(host => host.BorrowedByteSeconds),
        Rescues = hosts.Sum(host => host.Rescues),
        LongestRescueWaitSeconds = hosts.Max(host => host.LongestRescueWaitSeconds),
        SoldBytes = hosts.OrderBy(host => host.To).Select(host => host.SoldBytes).LastOrDefault(sold => sold is not null),
    };
}
