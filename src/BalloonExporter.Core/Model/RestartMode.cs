namespace BalloonExporter.Core.Model;

/// <summary>How a server is restarted. A closed set: metric label, log and API field.</summary>
public enum RestartMode
{
    /// <summary>The guest is asked to shut down.</summary>
    Graceful,

    /// <summary>It is stopped at once, like pulling the plug.</summary>
    Force,

    /// <summary>The command of <c>--customer.restart-command</c> does it, for machines of another platform.</summary>
    Command,
}
