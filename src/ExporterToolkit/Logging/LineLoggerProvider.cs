using Microsoft.Extensions.Logging.Abstractions;

namespace ExporterToolkit.Logging;

/// <summary>Creates loggers that format entries on the calling thread and hand the lines to the writer.</summary>
/// <param name="writer">Receives the lines.</param>
/// <param name="formatter">Formats the lines.</param>
/// <param name="audit">Categories of the audit log.</param>
public sealed class LineLoggerProvider(LogWriter writer, ILineFormatter formatter, IReadOnlySet<string> audit) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new LineLogger(writer, formatter, categoryName, audit.Contains(categoryName));

    public void Dispose()
    {
        // The writer outlives the loggers: lines are still waiting.
    }

    private sealed class LineLogger(LogWriter writer, ILineFormatter lines, string category, bool isAudit) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        // The factory filters by level.
        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                writer.Write(lines.Format(new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter)), isAudit);
        }
    }
}
