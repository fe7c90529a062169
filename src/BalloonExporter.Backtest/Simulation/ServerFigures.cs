using BalloonExporter.Backtest.History;

namespace BalloonExporter.Backtest.Simulation;

/// <summary>What came of a server over the time of a history.</summary>
public sealed record ServerFigures
{
    public required ServerTrace Server { get; init; }

    /// <summary>Time in which it needed more than it had, or had been killed by its host, seconds.</summary>
    public required double UnderDemandSeconds { get; init; }

    /// <summary>Spells in which it needed more than it had: its kernel kills a program in each.</summary>
    public required int Kills { get; init; }

    /// <summary>Times its host killed it.</summary>
    public required int HostKills { get; init; }

    /// <summary>Whether its floor is all that it was sold.</summary>
    public required bool NeverMoved { get; init; }
}
