namespace BalloonExporter.Core.Model;

/// <summary>Result of a message to the feedback endpoint. A closed set: a metric label.</summary>
public enum NotificationResult
{
    /// <summary>Read and answered with a verdict per alert.</summary>
    Accepted,

    /// <summary>Missing or wrong key, or a key without permission.</summary>
    Unauthorized,

    /// <summary>The body was sent too slowly.</summary>
    TooSlow,

    /// <summary>Larger than the limit.</summary>
    TooLarge,

    /// <summary>Not JSON, or not a message of Alertmanager.</summary>
    Malformed,

    /// <summary>A payload version other than 4.</summary>
    UnsupportedVersion,

    /// <summary>libvirt cannot be reached: the sender should retry.</summary>
    Unavailable,
}
