namespace BalloonExporter.WebConfig;

/// <summary>By what a changed file is known.</summary>
internal sealed record FileStamp(string Path, long Length, DateTime Written)
{
    public bool IsFresh => Of(Path) == this;

    public static FileStamp Of(string path)
    {
        var info = new FileInfo(path);
        try
        {
            // A link looks the same while what lies behind it is exchanged, which is how Kubernetes changes a secret.
            if (info.LinkTarget is not null)
                info = info.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? info;
        }
        catch (IOException)
        {
            // A circle of links leads to no file.
            return new FileStamp(path, -1, default);
        }

        return info.Exists ? new FileStamp(path, info.Length, info.LastWriteTimeUtc) : new FileStamp(path, -1, default);
    }
}
