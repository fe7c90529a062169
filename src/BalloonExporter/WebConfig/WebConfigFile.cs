using BalloonExporter.Files;

namespace BalloonExporter.WebConfig;

/// <summary>The web configuration as the file has it now: read again when the file, or one that it names, has changed.</summary>
/// <remarks>
/// A file that became wrong is no configuration: until it is repaired, every request is refused. To go on with the old one would leave
/// open what somebody meant to close.
/// </remarks>
internal sealed partial class WebConfigFile(string? path, ILogger<WebConfigFile> log)
{
    private readonly Lock _lock = new();
    private Reading? _last;

    /// <exception cref="FormatException">Everything that is wrong with the file.</exception>
    public WebConfiguration Current
    {
        get
        {
            if (path is null)
                return WebConfiguration.Empty;
            lock (_lock)
            {
                if (_last is null || !_last.IsFresh)
                    _last = ReadAgain(path);
                return _last.Configuration ?? throw new FormatException(_last.Problem);
            }
        }
    }

    /// <summary>Reads a file once. Returns what is wrong with it, or null.</summary>
    public static string? TryRead(string path, out WebConfiguration configuration)
    {
        try
        {
            configuration = Read(path);
            return null;
        }
        catch (FormatException exception)
        {
            configuration = WebConfiguration.Empty;
            return exception.Message;
        }
    }

    private static WebConfiguration Read(string path)
    {
        try
        {
            return WebConfigReader.Read(File.ReadAllText(path), Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FormatException(exception.Message, exception);
        }
    }

    private Reading ReadAgain(string file)
    {
        var stamp = FileStamp.Of(file);
        try
        {
            var configuration = Read(file);
            return new Reading(configuration, null, [stamp, .. configuration.Files]);
        }
        catch (FormatException exception)
        {
            if (exception.Message != _last?.Problem)
                CannotRead(file, exception.Message);
            return new Reading(null, exception.Message, []);
        }
    }

    [LoggerMessage(LogLevel.Error, "The web configuration file is wrong: no request is answered until it is repaired")]
    private partial void CannotRead(string file, string err);

    private sealed record Reading(WebConfiguration? Configuration, string? Problem, IReadOnlyList<FileStamp> Files)
    {
        // What is wrong may be in a file that was not reached: after a failure all are read each time.
        public bool IsFresh => Configuration is not null && Files.All(file => file.IsFresh);
    }
}
