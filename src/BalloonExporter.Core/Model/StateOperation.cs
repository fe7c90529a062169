namespace BalloonExporter.Core.Model;

/// <summary>Operation on the state file. A closed set: a metric label.</summary>
public enum StateOperation
{
    /// <summary>Reading it, at the start or when another exporter stops acting.</summary>
    Read,

    /// <summary>Writing it.</summary>
    Write,
}
