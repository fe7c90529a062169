using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Ports;

/// <summary>Knows whether somebody still plans.</summary>
public interface IHeartbeats
{
    /// <summary>When the last heartbeat came; null if never.</summary>
    Moment? LastHeartbeatAt { get; }
}
