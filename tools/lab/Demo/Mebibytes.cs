using System.Globalization;

namespace BalloonExporter.Lab.Demo;

/// <summary>Sizes as the table shows them.</summary>
internal static class Mebibytes
{
    public static string Text(double? bytes) =>
        bytes is { } value ? (value / (1024 * 1024)).ToString("0", CultureInfo.InvariantCulture) : "–";
}
