namespace ExporterToolkit.Logging;

/// <summary>The log stream, for code that must know whether its lines were written. Thread-safe.</summary>
public interface ILogWriter
{
    /// <summary>Audit lines that were not written within a second. Some of them may still be written, late.</summary>
    long AuditErrors { get; }

    /// <summary>Other lines that were dropped because the stream was blocked.</summary>
    long DroppedLines { get; }

    /// <summary>Whether an audit line is waiting that cannot be written now.</summary>
    bool IsStuck { get; }

    /// <summary>Waits until all lines handed over so far are written, at most one second; returns at once while the stream is stuck.</summary>
    /// <returns>Whether they are.</returns>
    Task<bool> FlushAsync();
}
