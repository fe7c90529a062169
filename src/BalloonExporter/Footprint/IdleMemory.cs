namespace BalloonExporter.Footprint;

/// <summary>Gives memory back that this process does not need, on a host whose memory others are short of.</summary>
/// <remarks>
/// A start runs through most of the code once, of the binary and of libvirt's many libraries; what a scrape needs is half of that, and
/// comes back with the next one at the cost of some page faults. The garbage collector by itself lets old garbage grow to several
/// times what lives, and keeps what it once had. Both together take about 20 ms.
/// </remarks>
internal sealed partial class IdleMemory(TimeProvider time, ILogger<IdleMemory> log) : BackgroundService
{
    private const string OfThisProcess = "/proc/self/smaps";
    private static readonly TimeSpan AfterStart = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>Drops the pages of program files.</summary>
    /// <returns>How much of them was in memory before.</returns>
    public static long DropPagesKib()
    {
        var droppedKib = 0L;
        foreach (var mapping in MappedFile.Unchanged(File.ReadAllLines(OfThisProcess)))
        {
            if (MemoryAdvice.TryDrop(mapping))
                droppedKib += mapping.ResidentKib;
        }

        return droppedKib;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            for (var wait = AfterStart; ; wait = Interval)
            {
                await Task.Delay(wait, time, stoppingToken);
                var droppedKib = DropPagesKib();
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                Released(droppedKib * 1024);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or UnauthorizedAccessException)
        {
            // The end of the process; or no /proc, and then the memory stays.
        }
    }

    [LoggerMessage(LogLevel.Debug, "Memory that is not needed was given back")]
    private partial void Released(long fileBytes);
}
