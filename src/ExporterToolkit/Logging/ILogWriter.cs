namespace ExporterToolkit.Logging;

/// <summary>The stream that log lines are written to, as those see it who must know that theirs were written. Thread-safe.</summary>
public interface ILogWriter
{
    /// <summary>Audit lines that were not written within a second. Some of them may still be written, late.</summary>
    long AuditErrors { get; }

    /// <summary>Other lines that were given up, because the stream took none.</summary>
    long DroppedLines { get; }

    /// <summary>Whether an audit line waits that cannot be written now.</summary>
    bool IsStuck { get; }

    /// <summary>Waits until all lines handed over so far are written, for a second at the longest, and not at all while the stream is stuck.</summary>
    /// <returns>Whether they are.</returns>
    Task<bool> FlushAsync();
}
