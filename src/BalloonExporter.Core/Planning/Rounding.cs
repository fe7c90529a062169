using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Planning;

/// <summary>Targets are whole KiB; amounts below 1 KiB count as zero.</summary>
internal static class Rounding
{
    /// <summary>The amount; 0 when it is less than 1 KiB, or negative.</summary>
    public static double Cut(double bytes) => bytes >= Kib.Bytes ? bytes : 0;
}
