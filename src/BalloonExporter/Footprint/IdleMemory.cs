using BalloonExporter.Core.Model;

namespace BalloonExporter.Footprint;

/// <summary>Gives pages of program files back that this process does not need, on a host whose memory others are short of.</summary>
/// <remarks>
/// A start runs through most of the code once, of the binary and of libvirt's many libraries; what a scrape needs is half of that, and
/// comes back with the next one at the cost of some page faults. 17 MiB of 56 at 300 domains (docs/benchmarks.md).
/// </remarks>
internal sealed partial class IdleMemory(TimeProvider time, ILogger<IdleMemory> log) : BackgroundService
{
    private const string OfThisProcess = "/proc/self/smaps";
    private static readonly TimeSpan AfterStart = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    // A library that is being loaded is read-only and unchanged for a moment, and then its data are written there.
    private static readonly TimeSpan Loading = TimeSpan.FromSeconds(5);

    /// <summary>Where the pages of program files lie.</summary>
    public static IReadOnlySet<ulong> Look() => Mappings().Select(mapping => mapping.Start).ToHashSet();

    /// <summary>Drops the pages of program files.</summary>
    /// <param name="seenBefore">Where they lay at an earlier look: what is new since then is left alone.</param>
    /// <returns>How much of them was in memory before.</returns>
    public static long DropPagesKib(IReadOnlySet<ulong> seenBefore)
    {
        var droppedKib = 0L;
        foreach (var mapping in Mappings().Where(mapping => seenBefore.Contains(mapping.Start)))
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
                var seenBefore = Look();
                await Task.Delay(Loading, time, stoppingToken);
                var droppedKib = DropPagesKib(seenBefore);
                Released(Kib.ToBytes(droppedKib));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or UnauthorizedAccessException)
        {
            // The end of the process; or no /proc, and then the memory stays.
        }
    }

    private static IEnumerable<MappedFile> Mappings() => MappedFile.Unchanged(File.ReadAllLines(OfThisProcess));

    [LoggerMessage(LogLevel.Debug, "Pages of program files were given back")]
    private partial void Released(long fileBytes);
}
