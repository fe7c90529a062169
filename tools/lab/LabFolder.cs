using System.Globalization;

namespace BalloonExporter.Lab;

/// <summary>
/// The one temporary folder of a lab: sockets, logs, pid files, data. Its path is short, because that of a UNIX socket ends at
/// 107 characters. It goes with its process, whatever ends that; creating one first clears up after labs whose watchdog was killed too.
/// </summary>
public sealed class LabFolder : IAsyncDisposable
{
    internal const string EnvironmentVariable = "BALLOON_LAB";
    internal const string Prefix = "balloon-";
    private const int LongestPath = 40;

    private LabFolder(string path) => Path = path;

    public string Path { get; }

    /// <summary>One file per direct child, for the reaper.</summary>
    internal string PidFolder => System.IO.Path.Combine(Path, "pids");

    /// <summary>Where the folders of all labs are.</summary>
    public static string Parent { get; } = System.IO.Path.GetTempPath().Length <= LongestPath ? System.IO.Path.GetTempPath() : "/tmp";

    public static async Task<LabFolder> CreateAsync()
    {
        await Reaper.ReapAsync(Parent);
        Watchdog.EnsureStarted();
        var path = System.IO.Path.Combine(Parent, Prefix + Guid.NewGuid().ToString("N")[..8]);
        Directory.CreateDirectory(path);
        var folder = new LabFolder(path);
        Directory.CreateDirectory(folder.PidFolder);
        var owner = Environment.ProcessId;
        await File.WriteAllTextAsync(Reaper.OwnerFile(path), string.Create(CultureInfo.InvariantCulture, $"{owner} {ProcFile.StartTime(owner)}"));
        return folder;
    }

    public string PathOf(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    public async Task<string> WriteAsync(string name, string text)
    {
        var path = PathOf(name);
        await File.WriteAllTextAsync(path, text);
        // Tokens are among these: whatever the umask is, no other user may write them.
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        return path;
    }

    public async ValueTask DisposeAsync()
    {
        // Whatever the owners of the parts forgot or could not stop.
        await Reaper.EndProcessesAsync(Path);
        Reaper.Delete(Path);
    }
}
