namespace BalloonExporter.Core.Model;

/// <summary>How one part of a read went: its name, how long it took, and why it failed if it did.</summary>
public sealed record PartOutcome(string Part, TimeSpan Duration, string? Error)
{
    /// <summary>Whether the part could be read.</summary>
    public bool Success => Error is null;
}
