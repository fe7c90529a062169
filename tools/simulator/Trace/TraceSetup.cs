using BalloonExporter.Simulator.Controllers;

namespace BalloonExporter.Simulator.Trace;

/// <summary>What is the same for all hosts of a trace.</summary>
public sealed record TraceSetup
{
    /// <summary>Size of the host, guests' swap and floor; who runs on it comes from the trace.</summary>
    public required Scenario Scenario { get; init; }

    public required NamedController Controller { get; init; }

    /// <summary>Seconds from evaluation to arrival of a plan; null: as measured.</summary>
    public required int? PlanDelay { get; init; }

    /// <summary>Time between two samples of the trace.</summary>
    public required int StepSeconds { get; init; }

    /// <summary>How much of the trace is played.</summary>
    public required int Seconds { get; init; }
}
