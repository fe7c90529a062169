using Microsoft.Extensions.Logging.Abstractions;

namespace BalloonExporter.Logging;

/// <summary>A notation for log lines.</summary>
internal interface ILineFormatter
{
    /// <summary>One line in UTF-8 with its end, whatever the entry holds.</summary>
    byte[] Format<TState>(in LogEntry<TState> entry);
}
