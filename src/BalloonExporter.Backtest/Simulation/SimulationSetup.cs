using BalloonExporter.Backtest.History;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Backtest.Simulation;

/// <summary>What all hosts of a run share.</summary>
public sealed record SimulationSetup
{
    /// <summary>UNIX seconds of the first sample.</summary>
    public required long StartsAt { get; init; }

    /// <summary>Time between two samples.</summary>
    public required int StepSeconds { get; init; }

    /// <summary>How long is simulated.</summary>
    public required int Seconds { get; init; }

    /// <summary>Constants of guard-rails, reflexes and plan.</summary>
    public Limits Limits { get; init; } = new();

    /// <summary>Whether memory is moved; otherwise each server keeps what it was sold.</summary>
    public bool Acts { get; init; } = true;

    /// <summary>Shape of the bursts that are added to the samples; null: none.</summary>
    public Bursts? Bursts { get; init; }

    /// <summary>Moments of each host that are drawn and kept.</summary>
    public int ProbesPerHost { get; init; }

    /// <summary>
    /// Seconds at the beginning that reclaimed memory is not counted in, because caches are still empty: twelve hours, or a quarter of the time if that
    /// is less.
    /// </summary>
    public int WarmUpSeconds => Math.Min(12 * 3600, Seconds / 4);

    /// <summary>The settings for a history.</summary>
    public static SimulationSetup Of(ServerHistory history) => new()
    {
        StartsAt = history.StartsAt,
        StepSeconds = history.StepSeconds,
        Seconds = history.Seconds,
    };
}
