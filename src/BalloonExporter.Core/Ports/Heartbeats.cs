using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Ports;

/// <summary>When the planner was last heard of: without heartbeats the reflexes give memory back. Thread-safe.</summary>
public sealed class Heartbeats
{
    private long _ticks;

    /// <summary>When the last heartbeat arrived; null if none did.</summary>
    public Moment? LastAt => Volatile.Read(ref _ticks) is var ticks and > 0 ? new Moment(ticks) : null;

    /// <summary>A heartbeat came in.</summary>
    public void Note(Moment at) => Volatile.Write(ref _ticks, at.Ticks);
}
