using System.Text;
using BalloonExporter.Core.Model;
using Microsoft.Win32.SafeHandles;

namespace BalloonExporter.Kernel;

/// <summary>
/// A file of the kernel that stays open, so that it can be read when this process may open no more files. The kernel writes it anew
/// for each read from its beginning. Thread-safe.
/// </summary>
internal sealed class HeldFile : IDisposable
{
    private const int BufferSize = 16 * Kib.Bytes;

    private readonly Lock _lock = new();
    private readonly string _path;
    private readonly byte[] _buffer = new byte[BufferSize];
    private SafeFileHandle? _handle;

    /// <summary>Opens it at once, if it is there.</summary>
    public HeldFile(string path)
    {
        _path = path;
        try
        {
            _handle = Open();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Whoever reads it is told.
        }
    }

    /// <summary>The lines it has now. What lies beyond 16 KiB is not read.</summary>
    /// <exception cref="IOException">It cannot be opened or read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public string[] ReadLines()
    {
        lock (_lock)
        {
            try
            {
                return Encoding.ASCII.GetString(_buffer, 0, Fill(_handle ??= Open())).Split('\n');
            }
            catch
            {
                // Another may be there next time.
                Dispose();
                throw;
            }
        }
    }

    public void Dispose()
    {
        _handle?.Dispose();
        _handle = null;
    }

    // The kernel gives about a page at a time.
    private int Fill(SafeFileHandle file)
    {
        var length = 0;
        while (length < _buffer.Length && RandomAccess.Read(file, _buffer.AsSpan(length), length) is > 0 and var read)
            length += read;
        return length;
    }

    private SafeFileHandle Open() => File.OpenHandle(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
}
