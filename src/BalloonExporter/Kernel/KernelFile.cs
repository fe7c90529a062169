using ExporterToolkit.Files;

namespace BalloonExporter.Kernel;

/// <summary>Reads the kernel's small files into a buffer of the caller's, since one string per file and domain would be garbage by the megabyte.</summary>
internal static class KernelFile
{
    /// <summary>What the file says, as far as the buffer reaches; empty when there is none, or none for us, or what it tells of is gone.</summary>
    public static ReadOnlySpan<byte> Read(string path, Span<byte> buffer)
    {
        try
        {
            // Pid files lie in a folder of whoever runs libvirt: a pipe there must not make a reader wait.
            using var file = FileCalls.OpenToRead(path);
            return buffer[..RandomAccess.Read(file, buffer, 0)];
        }
        // Not supported: to read a pipe at a place.
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return default;
        }
    }
}
