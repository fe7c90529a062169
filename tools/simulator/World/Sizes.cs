namespace BalloonExporter.Simulator.World;

/// <summary>Sizes in KiB.</summary>
public static class Sizes
{
    public const long MiB = 1024;
    public const long GiB = 1024 * MiB;
}
