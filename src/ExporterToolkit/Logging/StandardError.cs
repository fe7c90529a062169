using System.Runtime.InteropServices;

namespace ExporterToolkit.Logging;

/// <summary>Standard error as this process was given it.</summary>
public static partial class StandardError
{
    private const int Number = 2;

    // fcntl.h of Linux
    private const int GetDescriptorFlags = 1;
    private const int CloseOnExec = 1;

    /// <summary>Its descriptor; -1 when this process was started without one.</summary>
    public static int Descriptor { get; } = IsInherited(Number) ? Number : -1;

    /// <summary>
    /// Whether a descriptor comes from whoever started this process. Where it was closed the runtime may have given its number to a file of
    /// its own by now: one that would not have come through the start, and in which no log line has anything to look for.
    /// </summary>
    public static bool IsInherited(int descriptor)
    {
        var flags = Control(descriptor, GetDescriptorFlags);
        return flags >= 0 && (flags & CloseOnExec) == 0;
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command);
}
