namespace BalloonExporter.Footprint;

/// <summary>
/// Takes pages of program files out of this process that nobody needs any more. A start runs through most of the code once, of the
/// binary and of libvirt's many libraries; what a scrape needs is half of that, and comes back with the next one at the cost of
/// some page faults.
/// </summary>
internal sealed partial class IdlePages(TimeProvider time, ILogger<IdlePages> log) : BackgroundService
{
    private const string OfThisProcess = "/proc/self/smaps";
    private static readonly TimeSpan AfterStart = TimeSpan.FromSeconds(10);

    // Seldom used code comes and stays, too.
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    /// <summary>Drops them.</summary>
    /// <returns>How much was in memory before.</returns>
    public static long DropKib()
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
                Dropped(DropKib() * 1024);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or UnauthorizedAccessException)
        {
            // The end of the process; or no /proc, and then the pages stay.
        }
    }

    [LoggerMessage(LogLevel.Debug, "Pages of program files that may not be needed any more were let go")]
    private partial void Dropped(long bytes);
}
