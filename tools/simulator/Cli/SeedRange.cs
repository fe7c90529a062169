using System.Globalization;

namespace BalloonExporter.Simulator.Cli;

/// <summary>A range of seeds, <c>1-3</c>, or one seed, <c>7</c>.</summary>
public sealed record SeedRange(int From, int To)
{
    private const int Most = 10_000;

    public IEnumerable<int> All => Enumerable.Range(From, To - From + 1);

    /// <summary>The range; null when the text is not one.</summary>
    public static SeedRange? TryParse(string text)
    {
        var parts = text.Split('-');
        if (parts.Length > 2 || !TryNumber(parts[0], out var from) || !TryNumber(parts[^1], out var to))
            return null;
        return to >= from && to - from < Most ? new SeedRange(from, to) : null;
    }

    private static bool TryNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
