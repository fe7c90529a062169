namespace BalloonExporter.Lab.Soak;

/// <summary>A file system of its own, small enough to be filled. Needs root.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private const int Mebibytes = 48;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    private string Filler => System.IO.Path.Combine(Path, "filler");

    /// <exception cref="UsageException">This is not root.</exception>
    public static async Task<SmallDisk> MountAsync(LabFolder folder)
    {
        if (!Environment.IsPrivilegedProcess)
            throw new UsageException("the soak fills a file system of its own, and only root may mount one");
        var path = folder.PathOf("disk");
        Directory.CreateDirectory(path);
        await ShortCommand.RunAsync("mount", ["-t", "tmpfs", "-o", FormattableString.Invariant($"size={Mebibytes}m,mode=755"), "balloon-soak", path], Limit);
        return new SmallDisk(path);
    }

    /// <summary>Until not one byte more fits.</summary>
    public void Fill()
    {
        using var filler = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        var block = new byte[64 * 1024];
        for (var size = block.Length; size > 0; size /= 2)
        {
            try
            {
                while (true)
                    filler.Write(block, 0, size);
            }
            catch (IOException)
            {
                // Full for pieces of this size.
            }
        }
    }

    public void Empty() => File.Delete(Filler);

    public async ValueTask DisposeAsync() => await ShortCommand.RunAsync("umount", ["-l", Path], Limit);
}
