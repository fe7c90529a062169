using System.Collections.Concurrent;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Api;

/// <summary>
/// Buffers for the few large bodies held at once. They are kept: a pool of the runtime would keep one per thread. Thread-safe.
/// </summary>
internal sealed class LargeBodies : IDisposable
{
    /// <summary>Bodies up to this size need none: their number is limited by that of connections.</summary>
    public const int SmallBytes = 64 * Kib.Bytes;

    /// <summary>Size of each buffer.</summary>
    public const int LargeBytes = (4 * Kib.BytesPerMiB) + 1;

    private const int Count = 4;

    // A message is processed within milliseconds of its arrival.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _free = new(Count);
    private readonly ConcurrentBag<byte[]> _buffers = [];

    /// <summary>Takes a buffer; null when none becomes free soon.</summary>
    /// <exception cref="OperationCanceledException">The client has disconnected.</exception>
    public async Task<byte[]?> TryTakeAsync(CancellationToken cancellation)
    {
        if (!await _free.WaitAsync(Patience, cancellation))
            return null;
        return _buffers.TryTake(out var buffer) ? buffer : new byte[LargeBytes];
    }

    public void GiveBack(byte[] buffer)
    {
        _buffers.Add(buffer);
        _free.Release();
    }

    public void Dispose() => _free.Dispose();
}
