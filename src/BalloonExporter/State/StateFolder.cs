using ExporterToolkit.Files;

namespace BalloonExporter.State;

/// <summary>
/// The folder for small files that must survive restarts. Each file is replaced atomically: readers find the old or the new content,
/// never a part.
/// </summary>
internal sealed class StateFolder(string path)
{
    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;
    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>Creates the folder if it is missing, and checks that a file can be written.</summary>
    /// <exception cref="IOException">The folder cannot be used.</exception>
    public void Prepare() => Try(() =>
    {
        Directory.CreateDirectory(Path, FolderMode);
        // Another exporter may check the same folder at the same time.
        var probe = NameOf($"probe-{Environment.ProcessId}.new");
        WriteNew(probe, []);
        File.Delete(probe);
    });

    /// <summary>Creates the folder if it is missing.</summary>
    /// <exception cref="IOException">It cannot be created.</exception>
    public void Create() => Try(() => Directory.CreateDirectory(Path, FolderMode));

    /// <summary>Names of all files; none when there is no folder.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public IReadOnlyList<string> Names()
    {
        IReadOnlyList<string> names = [];
        Try(() => names = Directory.Exists(Path) ? [.. Directory.EnumerateFiles(Path).Select(System.IO.Path.GetFileName).OfType<string>()] : []);
        return names;
    }

    /// <summary>Removes a file; one that is not there is removed.</summary>
    /// <exception cref="IOException">It is still there.</exception>
    public void Delete(string name) => Try(() => File.Delete(NameOf(name)));

    /// <summary>Content of a file; null when there is none.</summary>
    /// <exception cref="IOException">The file cannot be read, is not a regular file, or is too long.</exception>
    public byte[]? Read(string name, int mostBytes)
    {
        var file = NameOf(name);
        // A dangling link is an error, not a missing file.
        return File.Exists(file) || Directory.Exists(file) || new FileInfo(file).LinkTarget is not null ? SmallFile.Read(file, mostBytes).Bytes : null;
    }

    /// <summary>Replaces a file. Its content is on disk when this returns.</summary>
    /// <exception cref="IOException">It could not be written; the old content is still there.</exception>
    public void Write(string name, ReadOnlyMemory<byte> content) => Try(() =>
    {
        var written = NameOf(name) + ".new";
        WriteNew(written, content.Span);
        File.Move(written, NameOf(name), overwrite: true);
    });

    private static void WriteNew(string file, ReadOnlySpan<byte> content)
    {
        // Removes a partial file of a process that was killed.
        File.Delete(file);
        using var stream = new FileStream(file, new FileStreamOptions { Mode = System.IO.FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = FileMode, BufferSize = 0 });
        stream.Write(content);
        stream.Flush(flushToDisk: true);
    }

    private static void Try(Action action)
    {
        try
        {
            action();
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    private string NameOf(string name) => System.IO.Path.Combine(Path, name);
}
