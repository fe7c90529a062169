using System.Globalization;

namespace ExporterToolkit.Configuration;

/// <summary>A duration in Prometheus' format: <c>500ms</c>, <c>10s</c>, <c>2m</c>, <c>1h</c>.</summary>
public static class Duration
{
    /// <summary>Upper limit: no wait is longer, and adding it to the current time gives a valid date.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    private static readonly (string Suffix, TimeSpan Unit)[] Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)), ("s", TimeSpan.FromSeconds(1)), ("m", TimeSpan.FromMinutes(1)), ("h", TimeSpan.FromHours(1)),
    ];

    /// <summary>The duration; null when the text is not a duration or above <see cref="Longest"/>.</summary>
    public static TimeSpan? TryParse(string text)
    {
        foreach (var (suffix, unit) in Units)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal))
            {
                return int.TryParse(text.AsSpan(0, text.Length - suffix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                    && count <= Longest / unit
                    ? count * unit
                    : null;
            }
        }

        return text == "0" ? TimeSpan.Zero : null;
    }
}
