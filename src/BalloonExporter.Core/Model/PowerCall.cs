namespace BalloonExporter.Core.Model;

/// <summary>A call that changes whether a domain runs.</summary>
public enum PowerCall
{
    /// <summary>None.</summary>
    None,

    /// <summary>Ask the guest to shut down.</summary>
    Shutdown,

    /// <summary>Stop it at once.</summary>
    Destroy,

    /// <summary>Start it from its definition.</summary>
    Start,

    /// <summary>Run the command of the operator.</summary>
    Command,
}
