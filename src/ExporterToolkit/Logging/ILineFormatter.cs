using Microsoft.Extensions.Logging.Abstractions;

namespace ExporterToolkit.Logging;

/// <summary>A notation for log lines.</summary>
public interface ILineFormatter
{
    /// <summary>One line in UTF-8 with its end, whatever the entry holds.</summary>
    byte[] Format<TState>(in LogEntry<TState> entry);
}
