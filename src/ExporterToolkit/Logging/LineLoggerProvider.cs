using Microsoft.Extensions.Logging.Abstractions;

namespace ExporterToolkit.Logging;

/// <summary>Makes the loggers: what they are told is formatted by the caller and handed to the writer.</summary>
/// <param name="writer">Where lines go.</param>
/// <param name="formatter">How they are written.</param>
/// <param name="audit">Categories whose lines are the audit.</param>
public sealed class LineLoggerProvider(LogWriter writer, ILineFormatter formatter, IReadOnlySet<string> audit) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new LineLogger(writer, formatter, categoryName, audit.Contains(categoryName));

    public void Dispose()
    {
        // The stream outlives its loggers: it has lines to write.
    }

    private sealed class LineLogger(LogWriter writer, ILineFormatter lines, string category, bool isAudit) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        // The level is a filter of the factory.
        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                writer.Write(lines.Format(new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter)), isAudit);
        }
    }
}
