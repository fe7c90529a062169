using ExporterToolkit.Files;

namespace BalloonExporter.Kernel;

/// <summary>Reads small kernel files into the caller's buffer: one string per file and domain would be megabytes of garbage.</summary>
internal static class KernelFile
{
    /// <summary>Content of the file, up to the size of the buffer; empty when it does not exist, is not readable, or its process has ended.</summary>
    public static ReadOnlySpan<byte> Read(string path, Span<byte> buffer)
    {
        try
        {
            // Pid files are in a folder of libvirt's user: a FIFO there must not block the reader.
            using var file = FileCalls.OpenToRead(path);
            return buffer[..RandomAccess.Read(file, buffer, 0)];
        }
        // Thrown for positioned reads on a FIFO.
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return default;
        }
    }
}
