using BalloonExporter.Backtest.History;

namespace BalloonExporter.Cli.Backtesting;

/// <summary>Where a history comes from.</summary>
internal interface IHistorySource
{
    /// <summary>Name for messages, as it was given.</summary>
    string Name { get; }

    /// <summary>Reads it.</summary>
    /// <exception cref="HistoryException">It cannot be read, or is none.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    Task<ServerHistory> ReadAsync(CancellationToken cancellation);
}
