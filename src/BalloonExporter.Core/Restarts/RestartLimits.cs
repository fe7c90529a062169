namespace BalloonExporter.Core.Restarts;

/// <summary>The constants of restarts.</summary>
public static class RestartLimits
{
    /// <summary>Restarts under way at once on a host.</summary>
    public const int MostAtOnce = 4;

    /// <summary>Starts that are tried.</summary>
    public const int Tries = 3;

    /// <summary>Time between two restarts of a domain.</summary>
    public static readonly TimeSpan PerDomain = TimeSpan.FromMinutes(1);

    /// <summary>How long a guest has to shut down by default.</summary>
    public static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(90);

    /// <summary>The shortest deadline that can be asked for.</summary>
    public static readonly TimeSpan ShortestDeadline = TimeSpan.FromSeconds(1);

    /// <summary>The longest.</summary>
    public static readonly TimeSpan LongestDeadline = TimeSpan.FromHours(1);

    /// <summary>Between two tries to start: three of them within 30 s.</summary>
    public static readonly TimeSpan TryInterval = TimeSpan.FromSeconds(15);

    /// <summary>How long room is made.</summary>
    public static readonly TimeSpan RoomTime = TimeSpan.FromSeconds(30);

    /// <summary>How long a stop by force may take.</summary>
    public static readonly TimeSpan StopTime = TimeSpan.FromSeconds(30);

    /// <summary>A guest that stops within this time after its deadline did so because it was asked to, and is started.</summary>
    public static readonly TimeSpan LateTime = TimeSpan.FromMinutes(10);
}
