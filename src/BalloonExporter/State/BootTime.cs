using System.Runtime.InteropServices;

namespace BalloonExporter.State;

/// <summary>A moment that two processes agree on whatever is done to the clock: which boot of the machine, and how long after it.</summary>
/// <param name="Boot">The kernel's name for this boot.</param>
/// <param name="Elapsed">Time since the boot, sleep included.</param>
internal readonly partial record struct BootTime(string Boot, TimeSpan Elapsed)
{
    // time.h of Linux.
    private const int ClockSinceBoot = 7;

    private const string BootFile = "/proc/sys/kernel/random/boot_id";

    /// <summary>The present moment.</summary>
    /// <exception cref="IOException">The kernel does not tell.</exception>
    public static BootTime Now()
    {
        if (GetTime(ClockSinceBoot, out var time) != 0)
            throw new IOException("the time since boot cannot be read");
        return new BootTime(File.ReadAllText(BootFile).Trim(), TimeSpan.FromTicks(((long)time.Seconds * TimeSpan.TicksPerSecond) + ((long)time.Nanoseconds / 100)));
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out TimeSpec time);

    // struct timespec
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct TimeSpec
    {
        public readonly nint Seconds;
        public readonly nint Nanoseconds;
    }
}
