using System.Buffers;
using System.Globalization;

namespace ExporterToolkit.WebConfig;

/// <summary>A duration as Go's <c>time.ParseDuration</c> reads it, for example <c>1m30s</c> or <c>1.5h</c>; a number alone is nanoseconds.</summary>
public static class GoDuration
{
    private static readonly (string Unit, double Seconds)[] Units =
        [("ns", 1e-9), ("us", 1e-6), ("µs", 1e-6), ("μs", 1e-6), ("ms", 1e-3), ("s", 1), ("m", 60), ("h", 3600)];

    private static readonly SearchValues<char> NumberLetters = SearchValues.Create("0123456789.");

    // 292 years: the range of Go's 64-bit nanoseconds.
    private const double MostSeconds = long.MaxValue / 1e9;

    public static TimeSpan? TryParse(string text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var nanoseconds))
            return TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick);
        var negative = text.StartsWith('-');
        var rest = text.AsSpan(negative || text.StartsWith('+') ? 1 : 0);
        var seconds = 0.0;
        if (rest.IsEmpty)
            return null;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(NumberLetters);
            if (digits < 1 || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
                return null;
            rest = rest[digits..];
            var letters = rest.IndexOfAny(NumberLetters);
            var name = (letters < 0 ? rest : rest[..letters]).ToString();
            var unit = Units.FirstOrDefault(each => each.Unit == name);
            if (unit.Unit is null)
                return null;
            seconds += number * unit.Seconds;
            rest = rest[name.Length..];
        }

        return seconds > MostSeconds ? null : TimeSpan.FromSeconds(negative ? -seconds : seconds);
    }
}
