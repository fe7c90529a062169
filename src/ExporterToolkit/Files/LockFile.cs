using System.Buffers.Text;
using Microsoft.Win32.SafeHandles;

namespace ExporterToolkit.Files;

/// <summary>
/// A file that one process at a time holds (<c>flock</c>). The kernel lets go of it when the process ends, however it ends. What is written in it,
/// the process id of the holder, is for people.
/// </summary>
public sealed class LockFile : IDisposable
{
    private const int LongestNumber = 20;

    private readonly string _path;
    private readonly SafeFileHandle _file;

    private LockFile(string path, SafeFileHandle file) => (_path, _file) = (path, file);

    /// <summary>Whether the path still leads to the file that is held: when somebody removed it, another process can hold its successor.</summary>
    public bool IsInPlace =>
        FileCalls.Status(_file, out _) is { } held && FileCalls.StatusOfLink(_path, out _) is { } found && (held.Device, held.Inode) == (found.Device, found.Inode);

    /// <summary>Takes it, and makes it when it is not there.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="holder">The process id of who holds it, when somebody does and said so.</param>
    /// <returns>Null when another process holds it.</returns>
    /// <exception cref="IOException">It cannot be opened, or is no regular file; the reason in the system's words.</exception>
    public static LockFile? TryTake(string path, out int? holder)
    {
        holder = null;
        // Never through a link: whoever may write the folder could have any file of this user's made or written.
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
                // Removed between the opening and the locking: as good as held by another.
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
            // A full disk: the lock holds all the same.
        }
    }

    private static int? ReadHolder(SafeFileHandle file)
    {
        Span<byte> text = stackalloc byte[LongestNumber];
        return Utf8Parser.TryParse(text[..RandomAccess.Read(file, text, 0)], out int number, out _) ? number : null;
    }
}
