using System.Threading.Channels;

namespace BalloonExporter.Kernel;

/// <summary>Wakes who waits when the host's tasks wait for memory. Told more than once while nobody waits, it wakes once. For one who waits.</summary>
/// <remarks>
/// A wait that runs out leaves nothing behind: there is one every second for as long as the process runs, and the next signal is for
/// who waits then.
/// </remarks>
internal sealed class PressureSignal(TimeProvider time)
{
    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    // Read by all waits until it comes: a read that is given up stays in the channel's queue and takes a later wait's signal.
    private Task<bool>? _next;

    /// <summary>Tasks wait for memory.</summary>
    public void Tell() => _signals.Writer.TryWrite(true);

    /// <summary>Waits for a signal, so long at most; false when none came.</summary>
    public async Task<bool> WaitAsync(TimeSpan patience, CancellationToken cancellation)
    {
        _next ??= _signals.Reader.ReadAsync(CancellationToken.None).AsTask();
        try
        {
            await _next.WaitAsync(patience, time, cancellation);
        }
        catch (TimeoutException)
        {
            return false;
        }

        _next = null;
        return true;
    }
}
