using System.Threading.Channels;

namespace BalloonExporter.Kernel;

/// <summary>
/// Async auto-reset event that ends the reflexes' wait: memory pressure of the host, or news of a domain. One waiter; several signals without a
/// waiter wake it once.
/// </summary>
/// <remarks>
/// A wait that times out leaves nothing behind: there is one per second for the lifetime of the process, and the next signal must wake
/// the current waiter.
/// </remarks>
internal sealed class WakeSignal(TimeProvider time)
{
    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    // Shared by consecutive waits: an abandoned channel read would stay in the queue and consume the signal of a later wait.
    private Task<bool>? _next;

    /// <summary>Wakes the waiter.</summary>
    public void Tell() => _signals.Writer.TryWrite(true);

    /// <summary>Waits for a signal; false on timeout.</summary>
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
