using System.Globalization;

namespace BalloonExporter.Core.Model;

/// <summary>A size as operators write it: <c>512MiB</c>, <c>3GiB</c>, <c>1.5G</c>, <c>64GB</c>; without a unit it is bytes.</summary>
public static class ByteSize
{
    private static readonly (string Suffix, long Bytes)[] Units =
    [
        ("KiB", Kib.Bytes), ("MiB", Kib.PerMiB * Kib.Bytes), ("GiB", Kib.PerGiB * Kib.Bytes), ("TiB", Kib.PerTiB * Kib.Bytes),
        ("KB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("TB", 1_000_000_000_000),
        // A bare letter is binary, as virsh reads it.
        ("K", Kib.Bytes), ("M", Kib.PerMiB * Kib.Bytes), ("G", Kib.PerGiB * Kib.Bytes), ("T", Kib.PerTiB * Kib.Bytes),
        ("B", 1), ("", 1),
    ];

    /// <summary>The size in KiB; null when the text is no positive size of at least one KiB.</summary>
    public static long? TryParseKib(string text)
    {
        foreach (var (suffix, bytes) in Units)
        {
            if (!text.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
                continue;
            var number = text.AsSpan(0, text.Length - suffix.Length).TrimEnd();
            if (!decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
                || value > long.MaxValue / bytes)
                return null;
            var kib = (long)Kib.FromBytes(value * bytes);
            return kib > 0 ? kib : null;
        }

        return null;
    }

    /// <summary>A size for people, in bytes and in a binary unit: <c>48000000000 bytes (44.70 GiB)</c>.</summary>
    public static string Explain(long kib) => kib >= Kib.PerGiB
        ? string.Create(CultureInfo.InvariantCulture, $"{Kib.ToBytes(kib)} bytes ({Kib.ToMiB(kib) / Kib.PerMiB:0.00} GiB)")
        : string.Create(CultureInfo.InvariantCulture, $"{Kib.ToBytes(kib)} bytes ({Kib.ToMiB(kib):0.00} MiB)");

    /// <summary>The size in its largest unit without a fraction: 1048576 is <c>1GiB</c>, 1572864 is <c>1536MiB</c>.</summary>
    public static string Format(long kib)
    {
        var unit = 0;
        while (unit < 3 && kib != 0 && kib % Kib.PerMiB == 0)
        {
            kib /= Kib.PerMiB;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{kib}{Units[unit].Suffix}");
    }
}
