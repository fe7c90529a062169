using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace BalloonExporter.Kernel;

/// <summary>Waits for a priority event of a file: <c>poll</c> with POLLPRI.</summary>
internal static partial class PollCall
{
    private const short Priority = 2;
    private const short Error = 8;

    /// <summary>Whether the event occurred in time; null when it can never occur.</summary>
    public static bool? Wait(SafeFileHandle file, int patienceMilliseconds)
    {
        var descriptor = new Descriptor { File = (int)file.DangerousGetHandle(), Events = Priority };
        if (Poll(ref descriptor, 1, patienceMilliseconds) < 0 || (descriptor.Returned & Error) != 0)
            return null;
        return (descriptor.Returned & Priority) != 0;
    }

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(ref Descriptor descriptors, nuint count, int timeoutMilliseconds);

    // struct pollfd
    [StructLayout(LayoutKind.Sequential)]
    private struct Descriptor
    {
        public int File;
        public short Events;
        public short Returned;
    }
}
