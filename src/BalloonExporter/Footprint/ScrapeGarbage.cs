using System.Diagnostics;

namespace BalloonExporter.Footprint;

/// <summary>Collects what a scrape left behind when its answer is sent.</summary>
/// <remarks>
/// By then nearly all of it is dead. Collected in the midst of a scrape, when the collector finds it time, half of it lives, is
/// promoted, and stays for long; and its threads must stop while the QEMUs that were just asked keep the processors busy. Takes about
/// a millisecond.
/// </remarks>
internal static class ScrapeGarbage
{
    // Whoever asks for pages in a row must not have the processor for collections.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private static long _collectedAt;

    /// <summary>A filter of the endpoint that is scraped.</summary>
    public static ValueTask<object?> CollectAfterwards(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        context.HttpContext.Response.OnCompleted(CollectAsync);
        return next(context);
    }

    private static Task CollectAsync()
    {
        var before = Interlocked.Read(ref _collectedAt);
        if ((before != 0 && Stopwatch.GetElapsedTime(before) < Pause) || Interlocked.CompareExchange(ref _collectedAt, Stopwatch.GetTimestamp(), before) != before)
            return Task.CompletedTask;
        GC.Collect(1, GCCollectionMode.Forced, blocking: true);
        return Task.CompletedTask;
    }
}
