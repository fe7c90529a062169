namespace BalloonExporter.Core.Model;

/// <summary>How a message to the feedback endpoint was received. A closed set: a metric label.</summary>
public enum NotificationResult
{
    /// <summary>Read and answered with a verdict per alert.</summary>
    Accepted,

    /// <summary>No key, a wrong one, or one that may not do this.</summary>
    Unauthorized,

    /// <summary>It came more slowly than anybody waits.</summary>
    TooSlow,

    /// <summary>Larger than the limit.</summary>
    TooLarge,

    /// <summary>Not JSON, or not Alertmanager's.</summary>
    Malformed,

    /// <summary>A payload version other than 4.</summary>
    UnsupportedVersion,

    /// <summary>libvirt cannot be reached: a retry is wanted.</summary>
    Unavailable,
}
