using System.Globalization;

namespace BalloonExporter.Core.Model;

/// <summary>An amount of memory as operators write it: a size, or a share of the domain's maximum. One of the two is null.</summary>
/// <param name="Kib">The size in KiB.</param>
/// <param name="Share">The share of the maximum, 0 to 1.</param>
public sealed record Amount(long? Kib, double? Share)
{
    /// <summary>Reads <c>1GiB</c> or <c>25%</c>; null when the text is neither.</summary>
    public static Amount? TryParse(string text)
    {
        if (!text.EndsWith('%'))
            return ByteSize.TryParseKib(text) is { } kib ? new Amount(kib, null) : null;
        return double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent)
            && percent is >= 0 and <= 100
            ? new Amount(null, percent / 100)
            : null;
    }

    /// <summary>As <see cref="TryParse"/>; <c>0</c>, with a unit or without, is none.</summary>
    public static Amount? TryParseOrNone(string text)
    {
        var unit = text.TrimStart('0');
        return unit.Length < text.Length && ByteSize.TryParseKib("9999" + unit) is not null && !char.IsAsciiDigit(unit.FirstOrDefault())
            ? new Amount(0, null)
            : TryParse(text);
    }

    /// <summary>The amount for a domain with this maximum, in KiB.</summary>
    public long OfKib(long maximumKib) => Kib ?? (long)(maximumKib * Share!.Value);

    /// <summary>As <see cref="TryParse"/> reads it.</summary>
    public override string ToString() => Kib is { } kib
        ? ByteSize.Format(kib)
        // As many digits as it takes to read the same number again.
        : string.Create(CultureInfo.InvariantCulture, $"{(decimal)Share!.Value * 100:0.############}%");
}
