using System.Text;
using BalloonExporter.Core.Model;
using Microsoft.Win32.SafeHandles;

namespace BalloonExporter.Kernel;

/// <summary>
/// A kernel file that stays open, so that it can be read when this process cannot open more files. The kernel generates its content at
/// each read from the start. Thread-safe.
/// </summary>
internal sealed class HeldFile : IDisposable
{
    private const int BufferSize = 16 * Kib.Bytes;

    private readonly Lock _lock = new();
    private readonly string _path;
    private readonly byte[] _buffer = new byte[BufferSize];
    private SafeFileHandle? _handle;

    /// <summary>Opens the file if it exists.</summary>
    public HeldFile(string path)
    {
        _path = path;
        try
        {
            _handle = Open();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Readers get the error.
        }
    }

    /// <summary>Current lines. Content after 16 KiB is not read.</summary>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
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
                // Opened again at the next read.
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

    // The kernel returns about a page per read.
    private int Fill(SafeFileHandle file)
    {
        var length = 0;
        while (length < _buffer.Length && RandomAccess.Read(file, _buffer.AsSpan(length), length) is > 0 and var read)
            length += read;
        return length;
    }

    private SafeFileHandle Open() => File.OpenHandle(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
}
