using System.Buffers.Text;
using Microsoft.Win32.SafeHandles;

namespace ExporterToolkit.Files;

/// <summary>
/// A file that one process at a time holds (<c>flock</c>). The kernel releases the lock when the process ends in any way. The file's
/// content, the process id of the holder, is for people.
/// </summary>
public sealed class LockFile : IDisposable
{
    private const int LongestNumber = 20;

    private readonly string _path;
    private readonly SafeFileHandle _file;

    private LockFile(string path, SafeFileHandle file) => (_path, _file) = (path, file);

    /// <summary>Whether the path still leads to the file that is held. If the file was removed, another process can lock a new one at that path.</summary>
    public bool IsInPlace =>
        FileCalls.Status(_file, out _) is { } held && FileCalls.StatusOfLink(_path, out _) is { } found && (held.Device, held.Inode) == (found.Device, found.Inode);

    /// <summary>Takes the lock; creates the file if it is missing.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="holder">Process id of the current holder; null when there is none or the file has no id.</param>
    /// <returns>Null when another process holds it.</returns>
    /// <exception cref="IOException">It cannot be opened, or is no regular file; the reason in the system's words.</exception>
    public static LockFile? TryTake(string path, out int? holder)
    {
        holder = null;
        // Symbolic links are refused: a user who can write the folder could otherwise make this process create or write any of its own files.
        if (FileCalls.StatusOfLink(path, out _) is { IsRegular: false })
            throw new IOException("not a regular file");
        var file = FileCalls.OpenOrCreate(path);
        try
        {
            if (FileCalls.Status(file, out _) is not { IsRegular: true })
                throw new IOException("not a regular file");
            if (FileCalls.TryLock(file))
            {
                var taken = new LockFile(path, file);
                // If the file was removed between opening and locking, the lock is useless: treat it as held by another process.
                if (taken.IsInPlace)
                {
                    taken.Sign();
                    return taken;
                }
            }
            else
            {
                holder = ReadHolder(file);
            }
        }
        catch
        {
            file.Dispose();
            throw;
        }

        file.Dispose();
        return null;
    }

    public void Dispose() => _file.Dispose();

    private void Sign()
    {
        try
        {
            Span<byte> text = stackalloc byte[LongestNumber];
            Utf8Formatter.TryFormat(Environment.ProcessId, text, out var length);
            text[length++] = (byte)'\n';
            RandomAccess.Write(_file, text[..length], 0);
            RandomAccess.SetLength(_file, length);
        }
        catch (IOException)
        {
            // Writing the id can fail on a full disk. The lock holds anyway.
        }
    }

    private static int? ReadHolder(SafeFileHandle file)
    {
        Span<byte> text = stackalloc byte[LongestNumber];
        return Utf8Parser.TryParse(text[..RandomAccess.Read(file, text, 0)], out int number, out _) ? number : null;
    }
}
