using System.Security.Cryptography;

namespace ExporterToolkit.Files;

/// <summary>Identifies the content that was read. Keeps a digest, not the content, which may be a secret.</summary>
public sealed record FileVersion(FileStamp Stamp, string Digest, string Permissions, int MostBytes)
{
    public string Path => Stamp.Path;

    public static FileVersion Of(SmallFile file, int mostBytes) =>
        new(file.Stamp, Convert.ToHexString(SHA256.HashData(file.Bytes)), file.Status.Permissions, mostBytes);

    /// <summary>The same version with a current stamp; null when content or permissions differ, or the file cannot be read.</summary>
    public FileVersion? LookAgain()
    {
        if (Stamp.IsFresh)
            return this;
        try
        {
            var now = Of(SmallFile.Read(Path, MostBytes), MostBytes);
            return now with { Stamp = Stamp } == this ? now : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
