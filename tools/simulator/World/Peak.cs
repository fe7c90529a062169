namespace BalloonExporter.Simulator.World;

/// <summary>When all guests want most of their memory, in seconds.</summary>
public static class Peak
{
    /// <summary>The first of them begins.</summary>
    public const int Begins = 1500;

    /// <summary>How long each lasts.</summary>
    public const int Lasts = 600;
}
