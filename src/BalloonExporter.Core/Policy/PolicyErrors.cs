namespace BalloonExporter.Core.Policy;

/// <summary>Number of malformed policy elements; an unchanged one counts once. Thread-safe.</summary>
public sealed class PolicyErrors
{
    private long _count;

    /// <summary>Number since the start.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Counts one.</summary>
    public void Add() => Interlocked.Increment(ref _count);
}
