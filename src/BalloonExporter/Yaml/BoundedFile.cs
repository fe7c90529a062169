using System.Globalization;
using System.Text;

namespace BalloonExporter.Yaml;

/// <summary>Reads a file that an operator names, as far as anybody writes such files by hand or by a program.</summary>
internal static class BoundedFile
{
    /// <summary>The largest file, in bytes.</summary>
    public const int MaximumLength = 4 * 1024 * 1024;

    /// <summary>The file's text, without a byte order mark.</summary>
    /// <exception cref="IOException">It cannot be read, or is larger than <see cref="MaximumLength"/>.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static string ReadText(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var content = new MemoryStream();
        var buffer = new byte[32 * 1024];
        // A device or a pipe does not tell its length.
        while (file.Read(buffer) is > 0 and var read)
        {
            if (content.Length + read > MaximumLength)
                throw new IOException(string.Create(CultureInfo.InvariantCulture, $"{path} is larger than {MaximumLength / 1024 / 1024} MiB"));
            content.Write(buffer, 0, read);
        }

        content.Position = 0;
        using var reader = new StreamReader(content, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
