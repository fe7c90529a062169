namespace BalloonExporter.Core.Model;

/// <summary>Result of one part of a read: its name, duration, and error if it failed.</summary>
public sealed record PartOutcome(string Part, TimeSpan Duration, string? Error)
{
    /// <summary>Whether the part could be read.</summary>
    public bool Success => Error is null;
}
