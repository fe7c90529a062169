using Microsoft.Extensions.Logging.Abstractions;

namespace ExporterToolkit.Logging;

/// <summary>Formats log entries as lines.</summary>
public interface ILineFormatter
{
    /// <summary>One line in UTF-8 with its line end.</summary>
    byte[] Format<TState>(in LogEntry<TState> entry);
}
