using BalloonExporter.Backtest.History;
using ExporterToolkit.Files;

namespace BalloonExporter.Cli.Backtesting;

/// <summary>A history in a file.</summary>
/// <param name="option">The option that named it.</param>
/// <param name="file">The file.</param>
/// <param name="read">Reads it.</param>
internal sealed class FileHistory(string option, FileInfo file, Func<string, CancellationToken, ServerHistory> read) : IHistorySource
{
    public string Name => $"{option}={file}";

    public Task<ServerHistory> ReadAsync(CancellationToken cancellation) => Task.Run(() => Read(cancellation), cancellation);

    private ServerHistory Read(CancellationToken cancellation)
    {
        // A device has no end.
        if (FileCalls.Status(file.FullName, out var problem) is not { IsRegular: true } status)
            throw new HistoryException($"{Name}: {(problem.Length > 0 ? problem : "it is not a regular file")}");
        if (status.Size == 0)
            throw new HistoryException($"{Name}: it is empty");
        try
        {
            return read(file.FullName, cancellation);
        }
        catch (Exception exception) when (exception is FormatException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new HistoryException($"{Name}: {exception.Message}", exception);
        }
    }
}
