using ExporterToolkit.Files;

namespace BalloonExporter.Options.Keys;

/// <summary>The entries of a keys file as it has them now: read again when the file changes. Not thread-safe.</summary>
internal sealed class ReloadedKeys(string path)
{
    private FileStamp? _stamp;
    private string? _text;
    private IReadOnlyList<Grant>? _grants;
    private string? _problem;

    /// <summary>The entries, the same object until its text changes; null while the file is wrong.</summary>
    /// <param name="changed">What is to be told about the file since the last call: its problem, or that it is good again (empty). Null: nothing.</param>
    public IReadOnlyList<Grant>? Read(out string? changed)
    {
        changed = null;
        // What is wrong may be the right to read it, which no stamp shows: after a failure the file is read each time.
        if (_grants is not null && _stamp is { IsFresh: true })
            return _grants;

        // Before the file: what changes while it is read is read again.
        _stamp = FileStamp.Of(path);
        string? problem = null;
        try
        {
            var text = KeysFile.ReadText(path);
            // Shortly after a change the file counts as not fresh and is read with every request; what is the same stays the same object.
            if (_grants is null || text != _text)
                _grants = KeysFile.Parse(text, path);
            _text = text;
        }
        catch (FormatException exception)
        {
            _grants = null;
            problem = exception.Message;
        }

        if (problem != _problem)
            changed = problem ?? "";
        _problem = problem;
        return _grants;
    }
}
