using System.Text;

namespace ExporterToolkit.Files;

/// <summary>
/// A configuration file or secret as it was read once. Only regular files are read, and only so much of them: no path can make a reader wait
/// or fill its memory.
/// </summary>
/// <param name="Stamp">Taken before it was read: a change in between is noticed at the next look.</param>
/// <param name="Status">Of the file that was read.</param>
/// <param name="Bytes">Its content.</param>
public sealed record SmallFile(FileStamp Stamp, FileStatus Status, byte[] Bytes)
{
    /// <summary>Bytes of the largest text that anybody writes by hand, or has written by a program.</summary>
    public const int LongestText = 4 * 1024 * 1024;

    private const char ByteOrderMark = '\ufeff';

    /// <summary>Its content as text, without a byte order mark.</summary>
    public string Text => Encoding.UTF8.GetString(Bytes).TrimStart(ByteOrderMark);

    /// <summary>What to say of a file that others than its owner may write; null: nobody may.</summary>
    public string? WritableByOthers => Status.OthersMayWrite
        ? $"{Stamp.Path} can be written by others than its owner (mode {Status.Permissions}): chmod go-w it"
        : null;

    /// <exception cref="IOException">It is missing, no regular file, too long, or cannot be read. The message names it.</exception>
    public static SmallFile Read(string path, int mostBytes)
    {
        // The marshaller would end the path here.
        if (path.Contains('\0', StringComparison.Ordinal))
            throw new IOException("a path cannot have a NUL character");
        var stamp = FileStamp.Of(path);
        // Asked before it is opened, because to open a device can have effects; and again after, because it may have been exchanged.
        Check(path, FileCalls.Status(path, out var problem), problem);
        try
        {
            using var file = FileCalls.OpenToRead(path);
            var status = Check(path, FileCalls.Status(file, out problem), problem);
            var buffer = new byte[Math.Min(status.Size, mostBytes) + 1];
            var length = 0;
            for (var read = -1; read != 0 && length <= mostBytes; length += read)
            {
                // It grew meanwhile, or is one of those that tell no size, as the kernel's are.
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
        { IsRegular: false } => throw new IOException($"{path} is no regular file"),
        { } found => found,
    };
}
