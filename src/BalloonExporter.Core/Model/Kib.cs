namespace BalloonExporter.Core.Model;

/// <summary>
/// KiB, the unit in which libvirt counts a domain's memory, and sizes are kept here: names that hold such a size end in <c>Kib</c>. Every
/// conversion goes through this type, and no other place knows the factor.
/// </summary>
public static class Kib
{
    /// <summary>Bytes of one.</summary>
    public const int Bytes = 1024;

    /// <summary>Bytes of one MiB.</summary>
    public const int BytesPerMiB = (int)PerMiB * Bytes;

    /// <summary>How many are one MiB.</summary>
    public const long PerMiB = 1024;

    /// <summary>How many are one GiB.</summary>
    public const long PerGiB = PerMiB * 1024;

    /// <summary>How many are one TiB.</summary>
    public const long PerTiB = PerGiB * 1024;

    /// <summary>How many are one PiB.</summary>
    public const long PerPiB = PerTiB * 1024;

    /// <summary>The largest size in KiB whose bytes are a number of 64 bits.</summary>
    public const long Most = long.MaxValue / Bytes;

    /// <summary>The bytes of a size in KiB of at most <see cref="Most"/>.</summary>
    public static long ToBytes(long kib) => kib * Bytes;

    /// <summary>The same; null stays null.</summary>
    public static long? ToBytes(long? kib) => kib * Bytes;

    /// <summary>The bytes of a size in KiB as a metric has them: a sum may be larger than <see cref="Most"/>.</summary>
    public static double ToSample(long kib) => kib * (double)Bytes;

    /// <summary>The value with its fraction, as a metric has it.</summary>
    public static double ToSample(double kib) => kib * Bytes;

    /// <summary>The same; null stays null.</summary>
    public static double? ToSample(long? kib) => kib * (double)Bytes;

    /// <summary>Whole KiB of bytes, rounded down.</summary>
    public static long FromBytes(long bytes) => bytes / Bytes;

    /// <summary>The value with its fraction.</summary>
    public static double FromBytes(double bytes) => bytes / Bytes;

    /// <summary>The exact value with its fraction.</summary>
    public static decimal FromBytes(decimal bytes) => bytes / Bytes;

    /// <summary>A size in KiB as MiB with its fraction.</summary>
    public static double ToMiB(long kib) => kib / (double)PerMiB;
}
