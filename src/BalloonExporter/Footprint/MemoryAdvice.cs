using System.Runtime.InteropServices;

namespace BalloonExporter.Footprint;

/// <summary>What a process tells the kernel and the C library about its memory.</summary>
internal static partial class MemoryAdvice
{
    // MADV_DONTNEED
    private const int DoNotNeed = 4;

    // M_ARENA_MAX
    private const int MaximumArenas = -8;

    /// <summary>Takes pages out of this process. What was read from a file and not changed is read again when it is touched.</summary>
    public static bool TryDrop(MappedFile mapping) => Advise((nuint)mapping.Start, (nuint)mapping.Length, DoNotNeed) == 0;

    /// <summary>
    /// One pool of memory for all threads that call libvirt, in place of one for each, which keeps what its thread once needed. They wait
    /// for QEMU nearly all the time, not for each other. To be called before the first of them. False: the C library has no such option.
    /// </summary>
    public static bool TryShareArena() => SetMallocOption(MaximumArenas, 1) == 1;

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetMallocOption(int option, int value);

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nuint start, nuint length, int advice);
}
