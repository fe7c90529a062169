using System.Runtime.InteropServices;

namespace ExporterToolkit.Logging;

/// <summary>Standard error of this process, as inherited.</summary>
public static partial class StandardError
{
    private const int Number = 2;

    // fcntl.h of Linux
    private const int GetDescriptorFlags = 1;
    private const int CloseOnExec = 1;

    /// <summary>Its descriptor; -1 when this process was started without one.</summary>
    public static int Descriptor { get; } = IsInherited(Number) ? Number : -1;

    /// <summary>
    /// Whether a descriptor was inherited. If standard error was closed at the start, the runtime may have reused its number for a file
    /// of its own. Such a file has close-on-exec set, and no log line may go there.
    /// </summary>
    public static bool IsInherited(int descriptor)
    {
        var flags = Control(descriptor, GetDescriptorFlags);
        return flags >= 0 && (flags & CloseOnExec) == 0;
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command);
}
