namespace BalloonExporter.Feedback;

/// <summary>Knows whether somebody still plans.</summary>
public interface IHeartbeats
{
    /// <summary>When the last heartbeat came; null if never.</summary>
    Moment? LastHeartbeatAt { get; }
}
