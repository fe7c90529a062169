using System.Globalization;

namespace BalloonExporter.Options;

/// <summary>A floor as operators write it: a size, or a share of the domain's maximum. One of the two is null.</summary>
internal sealed record Floor(long? Kib, double? Share)
{
    public static Floor? TryParse(string text)
    {
        if (!text.EndsWith('%'))
            return ByteSize.TryParseKib(text) is { } kib ? new Floor(kib, null) : null;
        return double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent)
            && percent is >= 0 and <= 100
            ? new Floor(null, percent / 100)
            : null;
    }
}
