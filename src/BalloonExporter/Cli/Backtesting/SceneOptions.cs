using BalloonExporter.Backtest.History;
using BalloonExporter.Backtest.Simulation;

namespace BalloonExporter.Cli.Backtesting;

/// <summary>On which hosts the servers are.</summary>
internal sealed record SceneOptions
{
    /// <summary>Memory of each host as asked for; null: the hosts of the history.</summary>
    public required long? HostKib { get; init; }

    /// <summary>Memory of each host where neither history nor options tell it.</summary>
    public required long UsualHostKib { get; init; }

    /// <summary>How many times a host's memory is sold.</summary>
    public required double Overcommit { get; init; }

    /// <summary>Draws the order in which servers are placed; 0: that of the history.</summary>
    public required int Seed { get; init; }

    /// <summary>Other overcommits to run; null: none.</summary>
    public required OvercommitRange? Sweep { get; init; }

    /// <summary>Whether bursts are added.</summary>
    public required bool Bursts { get; init; }

    /// <summary>Rule files that the plan is checked against; empty: it is not.</summary>
    public required IReadOnlyList<FileInfo> Rules { get; init; }

    /// <summary>Whether the servers are placed anew.</summary>
    /// <param name="history">Their history.</param>
    public bool Places(ServerHistory history) => HostKib is not null || history.Hosts.Count == 0;

    /// <summary>The servers on their hosts.</summary>
    /// <param name="history">Their history.</param>
    /// <param name="overcommit">How many times a host's memory is sold, where they are placed anew.</param>
    /// <exception cref="FormatException">No server fits.</exception>
    public Scene Of(ServerHistory history, double overcommit) => Places(history)
        ? Scene.Placed(history, HostKib ?? UsualHostKib, overcommit, Seed)
        : Scene.AsItIs(history);
}
