using System.Runtime.InteropServices;

namespace BalloonExporter.State;

/// <summary>A time that two processes agree on, even if the clock was set: the boot of the machine, and the time since then.</summary>
/// <param name="Boot">The kernel's id of this boot.</param>
/// <param name="Elapsed">Time since the boot, including suspend.</param>
internal readonly partial record struct BootTime(string Boot, TimeSpan Elapsed)
{
    // time.h of Linux.
    private const int ClockSinceBoot = 7;

    private const string BootFile = "/proc/sys/kernel/random/boot_id";

    /// <summary>The current time.</summary>
    /// <exception cref="IOException">The kernel does not report it.</exception>
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
