using System.Text;

namespace ExporterToolkit.Files;

/// <summary>
/// A configuration file or secret, read at once. Only regular files up to a size limit are read: no path can block the reader or fill its
/// memory.
/// </summary>
/// <param name="Stamp">Taken before reading: a change during the read is noticed at the next check.</param>
/// <param name="Status">Of the file that was read.</param>
/// <param name="Bytes">Its content.</param>
public sealed record SmallFile(FileStamp Stamp, FileStatus Status, byte[] Bytes)
{
    /// <summary>Size limit of text files written by hand or generated, in bytes.</summary>
    public const int LongestText = 4 * 1024 * 1024;

    private const char ByteOrderMark = '\ufeff';

    /// <summary>Its content as text, without a byte order mark.</summary>
    public string Text => Encoding.UTF8.GetString(Bytes).TrimStart(ByteOrderMark);

    /// <summary>Warning for a file that others than its owner may write; null when only the owner may.</summary>
    public string? WritableByOthers => Status.OthersMayWrite
        ? $"{Stamp.Path} is writable by others than its owner (mode {Status.Permissions}): chmod go-w it"
        : null;

    /// <exception cref="IOException">It is missing, no regular file, too long, or cannot be read. The message names it.</exception>
    public static SmallFile Read(string path, int mostBytes)
    {
        // The marshaller would cut the path at the NUL.
        if (path.Contains('\0', StringComparison.Ordinal))
            throw new IOException("path contains a NUL character");
        var stamp = FileStamp.Of(path);
        // Checked before opening, since opening a device can have side effects; and after, since the file may have been replaced.
        Check(path, FileCalls.Status(path, out var problem), problem);
        try
        {
            using var file = FileCalls.OpenToRead(path);
            var status = Check(path, FileCalls.Status(file, out problem), problem);
            var buffer = new byte[Math.Min(status.Size, mostBytes) + 1];
            var length = 0;
            for (var read = -1; read != 0 && length <= mostBytes; length += read)
            {
                // The file grew while it was read, or reports no size, as kernel files do.
                if (length == buffer.Length)
                    Array.Resize(ref buffer, Math.Min(Math.Max(buffer.Length, 1024) * 2, mostBytes + 1));
                read = RandomAccess.Read(file, buffer.AsSpan(length), length);
            }

            if (length > mostBytes)
                throw new IOException($"is longer than {mostBytes} bytes");
            return new SmallFile(stamp, status, buffer[..length]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{path}: {exception.Message}", exception);
        }
    }

    private static FileStatus Check(string path, FileStatus? status, string problem) => status switch
    {
        null => throw new IOException($"{path}: {problem}"),
        { IsRegular: false } => throw new IOException($"{path} is not a regular file"),
        { } found => found,
    };
}
