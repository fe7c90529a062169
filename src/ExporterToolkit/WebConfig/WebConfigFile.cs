using ExporterToolkit.Files;

namespace ExporterToolkit.WebConfig;

/// <summary>The current web configuration: read again when the file, or a file it names, has changed.</summary>
/// <remarks>
/// While the file is invalid all requests are refused: continuing with the old configuration would leave open what an operator meant to
/// close. For the same reason a file that lost its users, TLS or client certificates stays invalid until a restart: it may have been
/// emptied by mistake.
/// </remarks>
public sealed partial class WebConfigFile(string? path, ILogger<WebConfigFile> log)
{
    private const int MostBytes = 1024 * 1024;

    private readonly Lock _lock = new();
    private Protections _had = Protections.None;
    private Reading? _last;

    /// <exception cref="FormatException">All problems of the file.</exception>
    public WebConfiguration Current
    {
        get
        {
            if (path is null)
                return WebConfiguration.Empty;
            lock (_lock)
            {
                // When only timestamps have changed, the configuration stays the same object: accepted clients need no new check.
                _last = _last?.LookAgain() ?? ReadAgain(path);
                return _last.Configuration ?? throw new FormatException(_last.Problem);
            }
        }
    }

    /// <summary>Reads a file once. Returns the problem, or null.</summary>
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
            var file = SmallFile.Read(path, MostBytes);
            var configuration = WebConfigReader.Read(file.Text, Path.GetDirectoryName(Path.GetFullPath(path))!);
            return configuration with { Files = [FileVersion.Of(file, MostBytes), .. configuration.Files], Warnings = [.. WarningsOf(file), .. configuration.Warnings] };
        }
        catch (IOException exception)
        {
            throw new FormatException(exception.Message, exception);
        }
    }

    private static IEnumerable<string> WarningsOf(SmallFile file)
    {
        if (file.Status.OthersMayWrite)
            yield return $"{file.Stamp.Path} is writable by others than its owner (mode {file.Status.Permissions}), who can grant themselves access: chmod go-w it";
    }

    private Reading ReadAgain(string file)
    {
        try
        {
            var configuration = Read(file);
            var has = Protections.Of(configuration);
            // Whether an address uses TLS is decided when it is opened.
            var beginsLater = _last is not null && has.Encryption && !_had.Encryption;
            if (beginsLater)
                has = Protections.None with { Users = has.Users };

            if (string.Join(", ", _had.MissingIn(has)) is { Length: > 0 } missing)
                throw new FormatException($"{missing} was removed: without it access would be open; restart to confirm");
            if (beginsLater && _last is not { Configuration.Tls: not null })
                Warned(file, "tls_server_config takes effect with a restart: until then nothing is encrypted and no client certificate is requested");
            // Warnings at the start are logged by the start.
            foreach (var warning in _last is null ? [] : configuration.Warnings.Except(_last.Configuration?.Warnings ?? []))
                Warned(file, warning);
            if (_last is { Configuration: null })
                CanReadAgain(file);
            _had = _had.And(has);
            return new Reading(configuration, null, [.. configuration.Files]);
        }
        catch (FormatException exception)
        {
            if (exception.Message != _last?.Problem)
                CannotRead(file, exception.Message);
            return new Reading(null, exception.Message, []);
        }
    }

    [LoggerMessage(LogLevel.Error, "The web configuration file is invalid: all requests are refused until it is repaired")]
    private partial void CannotRead(string file, string err);

    [LoggerMessage(LogLevel.Information, "The web configuration file is valid again")]
    private partial void CanReadAgain(string file);

    [LoggerMessage(LogLevel.Warning, "The web configuration has a warning")]
    private partial void Warned(string file, string warning);

    private sealed record Reading(WebConfiguration? Configuration, string? Problem, List<FileVersion> Files)
    {
        /// <summary>The same reading with current stamps; null when the file must be read again.</summary>
        public Reading? LookAgain()
        {
            // The problem may be in a file that was not reached: after a failure all files are read each time.
            if (Configuration is null)
                return null;
            if (Files.All(file => file.Stamp.IsFresh))
                return this;
            var files = Files.Select(file => file.LookAgain()).OfType<FileVersion>().ToList();
            return files.Count == Files.Count ? this with { Files = files } : null;
        }
    }
}
