using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ExporterToolkit.Logging;

/// <summary>Writes to an inherited file descriptor, with a time limit.</summary>
/// <remarks>
/// The descriptor stays in blocking mode: that flag belongs to the open file, which other processes may share. So it is polled first and
/// written in pieces that fit where poll reports room. If another process takes that room in between, write blocks: call this only from a
/// thread that nothing waits for without a limit.
/// </remarks>
public sealed partial class DescriptorWriter(int descriptor)
{
    // PIPE_BUF: the room that poll guarantees for a pipe, and the largest write that is atomic.
    private const int PieceBytes = 4096;

    private const short Writable = 4;
    private const short Invalid = 32;
    private const int Interrupted = 4;
    private const int TryAgain = 11;

    private static readonly TimeSpan PauseAfterTryAgain = TimeSpan.FromMilliseconds(10);

    /// <summary>Writes until done, stuck or failed.</summary>
    /// <param name="bytes">What is to be written.</param>
    /// <param name="patience">How long to wait for room before each piece.</param>
    /// <param name="written">Number of bytes written, whatever the outcome.</param>
    public WriteOutcome Write(ReadOnlySpan<byte> bytes, TimeSpan patience, out int written)
    {
        written = 0;
        // poll ignores a negative descriptor instead of reporting an error.
        if (descriptor < 0)
            return WriteOutcome.Failed;
        var since = Stopwatch.GetTimestamp();
        while (written < bytes.Length)
        {
            var left = patience - Stopwatch.GetElapsedTime(since);
            if (left <= TimeSpan.Zero)
                return WriteOutcome.Stuck;
            var target = new PollDescriptor { File = descriptor, Events = Writable };
            var ready = Poll(ref target, 1, Milliseconds(left));
            if (ready == 0)
                return WriteOutcome.Stuck;
            if (ready < 0 && Marshal.GetLastPInvokeError() == Interrupted)
                continue;
            if (ready < 0 || (target.Returned & Invalid) != 0)
                return WriteOutcome.Failed;
            var piece = bytes.Slice(written, Math.Min(PieceBytes, bytes.Length - written));
            var count = Write(descriptor, in MemoryMarshal.GetReference(piece), (nuint)piece.Length);
            if (count > 0)
            {
                written += (int)count;
                since = Stopwatch.GetTimestamp();
            }
            else if (count == 0 || Marshal.GetLastPInvokeError() is not (Interrupted or TryAgain))
            {
                return WriteOutcome.Failed;
            }
            else if (Marshal.GetLastPInvokeError() == TryAgain)
            {
                // Another process set the descriptor non-blocking, and there is less room than the piece needs.
                _ = Poll(ref target, 0, Milliseconds(PauseAfterTryAgain));
            }
        }

        return WriteOutcome.Done;
    }

    private static int Milliseconds(TimeSpan time) => (int)Math.Ceiling(time.TotalMilliseconds);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref PollDescriptor descriptors, nuint count, int timeoutMilliseconds);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int descriptor, in byte bytes, nuint count);

    // struct pollfd
    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int File;
        public short Events;
        public short Returned;
    }
}

/// <summary>How a write went.</summary>
public enum WriteOutcome
{
    /// <summary>All of it was written.</summary>
    Done,

    /// <summary>There was no room in time.</summary>
    Stuck,

    /// <summary>The system refused: no space, no reader, no such descriptor.</summary>
    Failed,
}
