using ExporterToolkit.Files;

namespace BalloonExporter.State;

/// <summary>
/// The folder in which the exporter keeps small files over restarts. Each is replaced as a whole: whoever reads finds the former or the
/// new one, never a part.
/// </summary>
internal sealed class StateFolder(string path)
{
    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute;
    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>Creates the folder where it is missing, and tries whether a file can be written into it.</summary>
    /// <exception cref="IOException">It cannot.</exception>
    public void Prepare() => Try(() =>
    {
        Directory.CreateDirectory(Path, FolderMode);
        // Another exporter may try the same folder at this moment.
        var probe = NameOf($"probe-{Environment.ProcessId}.new");
        WriteNew(probe, []);
        File.Delete(probe);
    });

    /// <summary>The content of a file; null when there is none.</summary>
    /// <exception cref="IOException">It cannot be read, is no regular file, or is longer than anything that was written here.</exception>
    public byte[]? Read(string name, int mostBytes)
    {
        var file = NameOf(name);
        // A link that leads nowhere is not the same as no file: somebody meant something by it.
        return File.Exists(file) || Directory.Exists(file) || new FileInfo(file).LinkTarget is not null ? SmallFile.Read(file, mostBytes).Bytes : null;
    }

    /// <summary>Replaces a file. It is on the disk when this returns.</summary>
    /// <exception cref="IOException">It could not be written; the former one is still there.</exception>
    public void Write(string name, ReadOnlyMemory<byte> content) => Try(() =>
    {
        var written = NameOf(name) + ".new";
        WriteNew(written, content.Span);
        File.Move(written, NameOf(name), overwrite: true);
    });

    private static void WriteNew(string file, ReadOnlySpan<byte> content)
    {
        // What a process that was killed left half written.
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
