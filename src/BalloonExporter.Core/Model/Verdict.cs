namespace BalloonExporter.Core.Model;

/// <summary>What became of a wish. A closed set: a metric label.</summary>
public enum Verdict
{
    /// <summary>The balloon's target was set.</summary>
    Applied,

    /// <summary>It would have been set; the exporter only observes.</summary>
    DryRun,

    /// <summary>Not done, and why.</summary>
    Refused,

    /// <summary>Nothing was asked for: a heartbeat, a resolved alert.</summary>
    Ignored,

    /// <summary>Tried, and failed.</summary>
    Failed,

    /// <summary>The answer was due before it was done.</summary>
    Pending,
}
