namespace BalloonExporter.Cli.Backtesting;

/// <summary>A history cannot be used. The message says what and where.</summary>
internal sealed class HistoryException(string message, Exception? cause = null) : Exception(message, cause);
