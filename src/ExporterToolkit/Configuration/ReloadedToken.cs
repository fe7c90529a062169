using ExporterToolkit.Files;

namespace ExporterToolkit.Configuration;

/// <summary>A token from a file, read again when the file changes. Thread-safe.</summary>
/// <param name="path">The file.</param>
/// <param name="leastLength">Minimum length in characters; see <see cref="TokenFile.TryRead"/>.</param>
public sealed class ReloadedToken(string path, int leastLength = TokenFile.LeastLength)
{
    private readonly Lock _lock = new();
    private FileStamp? _stamp;
    private string? _token;

    /// <summary>The problem of the last read; null when it succeeded.</summary>
    public string? Problem { get; private set; }

    /// <summary>The token; null when the file has none.</summary>
    /// <param name="changed">News about the file since the last call: a problem, or empty when it is valid again. Null: no news.</param>
    public string? Read(out string? changed)
    {
        lock (_lock)
        {
            changed = null;
            // A failure may be a missing permission, which a stamp does not show: after a failure the file is read each time.
            if (_token is not null && _stamp is { IsFresh: true })
                return _token;

            _stamp = FileStamp.Of(path);
            var problem = TokenFile.TryRead(path, out var token, leastLength);
            _token = problem is null ? token : null;
            if (problem != Problem)
                changed = problem ?? "";
            Problem = problem;
            return _token;
        }
    }
}
