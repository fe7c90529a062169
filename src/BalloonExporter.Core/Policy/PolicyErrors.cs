namespace BalloonExporter.Core.Policy;

/// <summary>How many malformed policy elements were seen; one that stays as it is counts once. Thread-safe.</summary>
public sealed class PolicyErrors
{
    private long _count;

    /// <summary>Since the start.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Counts one.</summary>
    public void Add() => Interlocked.Increment(ref _count);
}
