using BalloonExporter.Core.Model;

namespace BalloonExporter.Simulator.World;

/// <summary>Sizes in KiB.</summary>
public static class Sizes
{
    public const long MiB = Kib.PerMiB;
    public const long GiB = Kib.PerGiB;
}
