using BalloonExporter.Simulator.Controllers;

namespace BalloonExporter.Simulator.Trace;

/// <summary>The settings that all hosts of a trace share.</summary>
public sealed record TraceSetup
{
    /// <summary>Size of the host, guests' swap and floor; the guests come from the trace.</summary>
    public required Scenario Scenario { get; init; }

    public required NamedController Controller { get; init; }

    /// <summary>Seconds from evaluation to arrival of a plan; null: as measured.</summary>
    public required int? PlanDelay { get; init; }

    /// <summary>Time between two samples of the trace.</summary>
    public required int StepSeconds { get; init; }

    /// <summary>How much of the trace is simulated, in seconds.</summary>
    public required int Seconds { get; init; }
}
