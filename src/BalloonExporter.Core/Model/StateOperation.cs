namespace BalloonExporter.Core.Model;

/// <summary>What was tried with the state file. A closed set: a metric label.</summary>
public enum StateOperation
{
    /// <summary>Reading it, at the start or when another process does not act any more.</summary>
    Read,

    /// <summary>Writing it.</summary>
    Write,
}
