namespace BalloonExporter.Core.Model;

/// <summary>What made a rescue necessary. A closed set: a metric label.</summary>
public enum RescueTrigger
{
    /// <summary>The guest swapped out.</summary>
    SwapOut,

    /// <summary>Next to nothing of its memory is usable.</summary>
    UsableLow,

    /// <summary>It needs more than its target.</summary>
    Demand,

    /// <summary>It took memory back by itself: without deflate-on-OOM a process would be dead.</summary>
    SelfDeflation,
}
