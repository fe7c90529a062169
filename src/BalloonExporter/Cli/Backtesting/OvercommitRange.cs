using System.Globalization;

namespace BalloonExporter.Cli.Backtesting;

/// <summary>Overcommits in half steps.</summary>
/// <param name="From">The first.</param>
/// <param name="To">The last, where a half step comes to it.</param>
internal sealed record OvercommitRange(double From, double To)
{
    private const double Step = 0.5;

    public IReadOnlyList<double> Steps => [.. Enumerable.Range(0, (int)Math.Floor(((To - From) / Step) + 1e-9) + 1).Select(index => From + (index * Step))];

    /// <summary>Reads <c>1.0-4.0</c>; null when it is none, or leaves 1 to the most.</summary>
    public static OvercommitRange? TryParse(string text, double most) =>
        text.Split('-') is [var from, var to] && Ratio(from) is { } first && Ratio(to) is { } last && first >= 1 && last <= most && first <= last
            ? new OvercommitRange(first, last)
            : null;

    private static double? Ratio(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var ratio) ? ratio : null;
}
