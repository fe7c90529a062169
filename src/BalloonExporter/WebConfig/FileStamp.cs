namespace BalloonExporter.WebConfig;

/// <summary>By what a changed file is known.</summary>
internal sealed record FileStamp(string Path, long Length, DateTime Written)
{
    public bool IsFresh => Of(Path) == this;

    public static FileStamp Of(string path)
    {
        var info = new FileInfo(path);
        return info.Exists ? new FileStamp(path, info.Length, info.LastWriteTimeUtc) : new FileStamp(path, -1, default);
    }
}
