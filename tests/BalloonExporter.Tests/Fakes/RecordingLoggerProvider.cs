using Microsoft.Extensions.Logging;

namespace BalloonExporter.Tests.Fakes;

/// <summary>Keeps what all loggers of a host were told.</summary>
internal sealed class RecordingLoggerProvider : ILoggerProvider
{
    private readonly RecordingLogger<object> _log = new();

    public IReadOnlyList<RecordingLogger<object>.Entry> Entries => _log.Entries;

    public ILogger CreateLogger(string categoryName) => _log;

    public void Dispose()
    {
        // Nothing is held; what was recorded stays readable.
    }
}
