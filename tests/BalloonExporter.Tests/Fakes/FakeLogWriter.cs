using ExporterToolkit.Logging;

namespace BalloonExporter.Tests.Fakes;

/// <summary>A log whose lines are written, unless a test says otherwise.</summary>
internal sealed class FakeLogWriter : ILogWriter
{
    private int _flushes;

    /// <summary>Whether no line can be written.</summary>
    public bool Fails { get; set; }

    public bool IsStuck { get; set; }

    public long AuditErrors => Fails ? 1 : 0;

    public long DroppedLines => 0;

    /// <summary>How often a caller waited.</summary>
    public int Flushes => _flushes;

    public Task<bool> FlushAsync()
    {
        Interlocked.Increment(ref _flushes);
        return Task.FromResult(!Fails);
    }
}
