using System.Collections.Concurrent;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Api;

/// <summary>
/// Buffers for the few large bodies that are held at once, whoever sends them. Kept: a pool of the runtime would hold one for each
/// thread that ever had one. Thread-safe.
/// </summary>
internal sealed class LargeBodies : IDisposable
{
    /// <summary>A body up to this size needs none of them: there are as many of those as there are connections.</summary>
    public const int SmallBytes = 64 * Kib.Bytes;

    /// <summary>Size of each buffer.</summary>
    public const int LargeBytes = (4 * Kib.BytesPerMiB) + 1;

    private const int Count = 4;

    // A message is read within milliseconds once it is there.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _free = new(Count);
    private readonly ConcurrentBag<byte[]> _buffers = [];

    /// <summary>Takes a buffer; null when none becomes free in a moment.</summary>
    /// <exception cref="OperationCanceledException">Nobody waits any more.</exception>
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
