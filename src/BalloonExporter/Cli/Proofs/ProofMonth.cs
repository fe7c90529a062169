using System.Globalization;

namespace BalloonExporter.Cli.Proofs;

/// <summary>A month in UTC.</summary>
/// <param name="Begin">Its begin.</param>
internal sealed record ProofMonth(DateTimeOffset Begin)
{
    /// <summary>UNIX seconds of its begin.</summary>
    public long From => Begin.ToUnixTimeSeconds();

    /// <summary>UNIX seconds of its end.</summary>
    public long To => Begin.AddMonths(1).ToUnixTimeSeconds();

    /// <summary>As it is given: 2026-11.</summary>
    public string Text => Begin.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    /// <summary>In words: November 2026.</summary>
    public string Words => Begin.ToString("MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>The month of a moment.</summary>
    public static ProofMonth Of(DateTimeOffset time) => new(new DateTimeOffset(time.UtcDateTime.Year, time.UtcDateTime.Month, 1, 0, 0, 0, TimeSpan.Zero));

    /// <summary>Parses a month; null when it is none, or before all samples that there can be.</summary>
    public static ProofMonth? TryParse(string text) =>
        DateTimeOffset.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var begin) && begin.Year is >= 2000 and < 9999 ? new ProofMonth(begin) : null;
}
