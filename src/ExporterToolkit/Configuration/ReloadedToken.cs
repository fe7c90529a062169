using ExporterToolkit.Files;

namespace ExporterToolkit.Configuration;

/// <summary>A token as its file has it now: read again when the file changes. Thread-safe.</summary>
/// <param name="path">The file.</param>
/// <param name="leastLength">Characters; see <see cref="TokenFile.TryRead"/>.</param>
public sealed class ReloadedToken(string path, int leastLength = TokenFile.LeastLength)
{
    private readonly Lock _lock = new();
    private FileStamp? _stamp;
    private string? _token;

    /// <summary>What was wrong with the file when it was last read; null: nothing.</summary>
    public string? Problem { get; private set; }

    /// <summary>The token; null while the file has none.</summary>
    /// <param name="changed">What is to be told about the file since the last call: its problem, or that it is good again (empty). Null: nothing.</param>
    public string? Read(out string? changed)
    {
        lock (_lock)
        {
            changed = null;
            // What is wrong may be the right to read it, which no stamp shows: after a failure the file is read each time.
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
