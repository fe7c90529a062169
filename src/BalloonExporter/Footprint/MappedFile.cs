using System.Globalization;

namespace BalloonExporter.Footprint;

/// <summary>A piece of a file mapped into this process, as <c>/proc/self/smaps</c> tells it.</summary>
/// <param name="Start">Its address.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="ResidentKib">How much of it is in memory and counts as this process'.</param>
internal readonly record struct MappedFile(ulong Start, ulong Length, long ResidentKib)
{
    /// <summary>Mappings that are identical to their file: read-only, and without written pages (relocations of a library are written once).</summary>
    public static IEnumerable<MappedFile> Unchanged(IEnumerable<string> smaps)
    {
        MappedFile? current = null;
        long residentKib = 0;
        foreach (var line in smaps)
        {
            var (first, second) = Split(line);
            if (!first.EndsWith(':'))
                current = Mapping(first, second, line);
            else if (first == "Rss:")
                residentKib = Kib(second);
            else if (first == "Anonymous:" && current is { } mapping && Kib(second) == 0 && residentKib > 0)
                yield return mapping with { ResidentKib = residentKib };
        }
    }

    // "55d5da465000-55d5dacd1000 r-xp 0001f000 fe:00 11698487    /usr/bin/balloon-exporter"
    private static MappedFile? Mapping(string range, string permissions, string line) =>
        permissions is "r-xp" or "r--p" && line.Contains('/') && range.Split('-') is [var from, var to]
        && ulong.TryParse(from, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var start)
        && ulong.TryParse(to, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var end)
            ? new MappedFile(start, end - start, 0)
            : null;

    private static (string First, string Second) Split(string line) =>
        line.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries) is [var first, var second, ..] ? (first, second) : (line, "");

    private static long Kib(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var kib) ? kib : 0;
}
