using ExporterToolkit.Files;

namespace BalloonExporter.Options.LinkKeys;

/// <summary>The current keys of a file: read again when it changes. While it is wrong there are none: going on with the old ones would accept a key that was withdrawn. Thread-safe.</summary>
internal sealed class ReloadedLinkKeys(string path)
{
    private readonly Lock _lock = new();
    private FileStamp? _stamp;
    private LinkKeySet? _keys;
    private string? _problem;

    /// <param name="changed">News about the file since the last call: a problem, or empty when it is right again. Null: no news.</param>
    public LinkKeySet? Read(out string? changed)
    {
        lock (_lock)
        {
            changed = null;
            // A failure may be a missing permission, which a stamp does not show: after a failure the file is read each time.
            if (_keys is not null && _stamp is { IsFresh: true })
                return _keys;
            _stamp = FileStamp.Of(path);
            string? problem = null;
            try
            {
                _keys = LinkKeyFile.Read(path);
            }
            catch (FormatException exception)
            {
                _keys = null;
                problem = exception.Message;
            }

            if (problem != _problem)
                changed = problem ?? "";
            _problem = problem;
            return _keys;
        }
    }
}
