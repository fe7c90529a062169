using System.Runtime.InteropServices;

namespace BalloonExporter.Footprint;

/// <summary>What a process tells the kernel about its memory.</summary>
internal static partial class MemoryAdvice
{
    // MADV_DONTNEED
    private const int DoNotNeed = 4;

    /// <summary>Takes pages out of this process. What was read from a file and not changed is read again when it is touched.</summary>
    public static bool TryDrop(MappedFile mapping) => Advise((nuint)mapping.Start, (nuint)mapping.Length, DoNotNeed) == 0;

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nuint start, nuint length, int advice);
}
