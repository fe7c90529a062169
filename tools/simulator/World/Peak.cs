namespace BalloonExporter.Simulator.World;

/// <summary>The time in which all guests want most of their memory, in seconds.</summary>
public static class Peak
{
    /// <summary>When the first guest's peak begins.</summary>
    public const int Begins = 1500;

    /// <summary>How long each guest's peak lasts.</summary>
    public const int Lasts = 600;
}
