namespace BalloonExporter.Core.Model;

/// <summary>Cause of a rescue. A closed set: a metric label.</summary>
public enum RescueTrigger
{
    /// <summary>The guest swapped out.</summary>
    SwapOut,

    /// <summary>Almost none of its memory is usable.</summary>
    UsableLow,

    /// <summary>Its demand is above its target.</summary>
    Demand,

    /// <summary>The guest deflated its balloon: without deflate-on-OOM a process would have been killed.</summary>
    SelfDeflation,

    /// <summary>It had little memory left and does not report any more.</summary>
    Silent,

    /// <summary>What it was given has not arrived.</summary>
    NotArriving,
}
