namespace BalloonExporter.Core.Model;

/// <summary>Which sign showed that the host runs out of memory. A closed set: a metric label.</summary>
public enum EmergencyTrigger
{
    /// <summary>Available memory is below the RED mark.</summary>
    Available,

    /// <summary>Tasks of the host wait for memory.</summary>
    Pressure,

    /// <summary>The host swaps out.</summary>
    Swapping,
}
