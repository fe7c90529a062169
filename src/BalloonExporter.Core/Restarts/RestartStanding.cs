namespace BalloonExporter.Core.Restarts;

/// <summary>What is known of restarts on this host when another is asked for.</summary>
/// <param name="Last">The last restart of the domain; null: none is known.</param>
/// <param name="UnderWay">Restarts under way of all domains.</param>
/// <param name="HasCommand">Whether the operator named a command for machines of other platforms.</param>
public readonly record struct RestartStanding(Restart? Last, int UnderWay, bool HasCommand);
