using System.Diagnostics;

namespace ExporterToolkit.Tests.Files;

/// <summary>A folder of one test, and the files of every kind that a path may lead to.</summary>
internal sealed class TempFolder : IDisposable
{
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    public string Path { get; } = Directory.CreateTempSubdirectory("balloon").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);

    public string PathOf(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Writes in place, whatever the umask of this process is.</summary>
    public string Write(string name, string content, UnixFileMode mode = Readable) => Write(name, System.Text.Encoding.UTF8.GetBytes(content), mode);

    public string Write(string name, byte[] content, UnixFileMode mode = Readable)
    {
        var path = PathOf(name);
        File.WriteAllBytes(path, content);
        File.SetUnixFileMode(path, mode);
        return path;
    }

    /// <summary>A path that leads to no file that can be read.</summary>
    /// <param name="kind">absent, folder, pipe, endless, nothing, circle or huge.</param>
    public string Strange(string kind)
    {
        var path = PathOf(kind);
        switch (kind)
        {
            case "absent":
                break;
            case "folder":
                Directory.CreateDirectory(path);
                break;
            case "pipe":
                using (var made = Process.Start("mkfifo", path))
                    made.WaitForExit();
                break;
            case "endless":
                File.CreateSymbolicLink(path, "/dev/zero");
                break;
            case "nothing":
                File.CreateSymbolicLink(path, "/dev/null");
                break;
            case "circle":
                File.CreateSymbolicLink(path, path);
                break;
            case "huge":
                using (var file = File.Create(path))
                    file.SetLength(1L << 40);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind));
        }

        return path;
    }
}
