using ExporterToolkit.Files;

namespace BalloonExporter.Options.Keys;

/// <summary>The current entries of a keys file: read again when the file changes. Not thread-safe.</summary>
internal sealed class ReloadedKeys(string path)
{
    private FileStamp? _stamp;
    private string? _text;
    private IReadOnlyList<Grant>? _grants;
    private string? _problem;

    /// <summary>The entries, the same object until the text changes; null while the file is invalid.</summary>
    /// <param name="changed">News about the file since the last call: a problem, or empty when it is valid again. Null: no news.</param>
    public IReadOnlyList<Grant>? Read(out string? changed)
    {
        changed = null;
        // A failure may be a missing permission, which a stamp does not show: after a failure the file is read each time.
        if (_grants is not null && _stamp is { IsFresh: true })
            return _grants;

        // The stamp is taken first: a change during the read causes another read.
        _stamp = FileStamp.Of(path);
        string? problem = null;
        try
        {
            var text = KeysFile.ReadText(path);
            // Shortly after a change the file is not fresh and is read with every request; unchanged content keeps the same object.
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
