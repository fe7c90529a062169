using System.Globalization;
using System.Xml.Linq;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Libvirt;

/// <summary>Sizes in libvirt's XML: a number and a unit; without one it is KiB.</summary>
internal static class XmlSize
{
    private const string Prefixes = "kmgtpe";

    /// <summary>An element whose text is the number, as in <c>&lt;size unit='MiB'&gt;512&lt;/size&gt;</c>.</summary>
    /// <returns>KiB, rounded up; null when there is no such element, or it holds no size.</returns>
    public static long? ToKib(XElement? element) => ToKib(element?.Value, element?.Attribute("unit")?.Value);

    /// <summary>A number and its unit: b, bytes, KB, K or KiB, and so on up to E; case does not matter.</summary>
    /// <returns>KiB, rounded up; null when it is no size.</returns>
    public static long? ToKib(string? number, string? unit)
    {
        if (!ulong.TryParse(number?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var count) || UnitBytes(unit) is not { } bytes)
            return null;
        var kib = decimal.Ceiling(Kib.FromBytes(count * (decimal)bytes));
        return kib <= Kib.Most ? (long)kib : null;
    }

    private static ulong? UnitBytes(string? unit)
    {
        var text = unit?.Trim().ToLowerInvariant();
        if (string.IsNullOrEmpty(text))
            return Kib.Bytes;
        if (text is "b" or "byte" or "bytes")
            return 1;
        var power = Prefixes.IndexOf(text[0], StringComparison.Ordinal) + 1;
        if (power == 0)
            return null;
        ulong? step = text[1..] switch { "" or "ib" => Kib.Bytes, "b" => 1000, _ => null };
        return step is null ? null : Enumerable.Range(0, power).Aggregate(1UL, (product, _) => product * step.Value);
    }
}
