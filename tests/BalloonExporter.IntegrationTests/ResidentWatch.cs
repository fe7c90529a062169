using System.Diagnostics;
using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests;

/// <summary>What the kernel says that a guest occupies, ten times a second.</summary>
internal sealed class ResidentWatch : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _stop = new();
    private readonly List<(TimeSpan At, long Mib)> _seen = [];
    private readonly Task _watching;

    private ResidentWatch(int processId) => _watching = WatchAsync(processId);

    public static ResidentWatch Of(Guest guest) => new(guest.QemuProcessId);

    /// <summary>Ends the watching.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _watching;
    }

    /// <summary>The most that went within any such time. To be asked when it has ended.</summary>
    public long LargestFallMib(TimeSpan window) =>
        _seen.Max(later => _seen.Where(earlier => earlier.At <= later.At && earlier.At > later.At - window).Max(earlier => earlier.Mib - later.Mib));

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task WatchAsync(int processId)
    {
        var watch = Stopwatch.StartNew();
        while (!_stop.IsCancellationRequested)
        {
            // What is not told counts as nothing gone: the last figure stays.
            if (ProcFile.ResidentBytes(processId) is { } bytes)
                _seen.Add((watch.Elapsed, bytes >> 20));
            await Task.WhenAny(Task.Delay(Interval, _stop.Token));
        }
    }
}
