using System.IO.Compression;

namespace BalloonExporter.Backtest.History;

/// <summary>Text files that may be compressed.</summary>
public static class TextSource
{
    private static readonly byte[] GzipMagic = [0x1f, 0x8b];

    /// <summary>Opens a file, plain or gzip.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static StreamReader Open(string path)
    {
        var file = File.OpenRead(path);
        var magic = new byte[GzipMagic.Length];
        var isGzip = file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) == magic.Length && magic.SequenceEqual(GzipMagic);
        file.Position = 0;
        return new StreamReader(isGzip ? new GZipStream(file, CompressionMode.Decompress) : file);
    }
}
