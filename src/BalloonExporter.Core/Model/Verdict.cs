namespace BalloonExporter.Core.Model;

/// <summary>Result of a request. A closed set: a metric label.</summary>
public enum Verdict
{
    /// <summary>The balloon's target was set.</summary>
    Applied,

    /// <summary>The target would have been set; the exporter only observes.</summary>
    DryRun,

    /// <summary>Not carried out.</summary>
    Refused,

    /// <summary>No request: a heartbeat, a resolved alert.</summary>
    Ignored,

    /// <summary>Tried, but failed.</summary>
    Failed,

    /// <summary>Not finished when the answer was due.</summary>
    Pending,
}
