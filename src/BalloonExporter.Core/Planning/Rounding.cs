using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Planning;

/// <summary>A target is whole KiB, and less than one is no deficit, need, rest or take.</summary>
internal static class Rounding
{
    /// <summary>The amount; 0 when it is less than 1 KiB, or negative.</summary>
    public static double Cut(double bytes) => bytes >= Kib.Bytes ? bytes : 0;
}
