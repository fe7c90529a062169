using System.Runtime.InteropServices;

namespace BalloonExporter.Lab;

/// <summary>
/// Processor time of another process, all its threads together, in nanoseconds. /proc tells the same in ticks of 10 ms, too
/// coarse for one scrape.
/// </summary>
internal static partial class ProcessorClock
{
    /// <exception cref="LabException">There is no such process.</exception>
    public static TimeSpan Of(int processId)
    {
        if (ClockOf(processId, out var clock) != 0 || Read(clock, out var time) != 0)
            throw new LabException($"process {processId} is gone");
        return TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromTicks(time.Nanoseconds / TimeSpan.NanosecondsPerTick);
    }

    [LibraryImport("libc", EntryPoint = "clock_getcpuclockid")]
    private static partial int ClockOf(int processId, out int clock);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int Read(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
