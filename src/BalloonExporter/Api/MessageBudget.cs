using System.Threading.RateLimiting;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Api;

/// <summary>
/// Limits the total size of messages being processed: a message takes several times its size in memory until its answer is read.
/// Thread-safe.
/// </summary>
internal sealed class MessageBudget(TimeProvider time) : IDisposable
{
    /// <summary>Size of all messages: one of the largest and some more.</summary>
    public const int MostBytes = 6 * Kib.BytesPerMiB;

    private const int UnitBytes = 4 * Kib.Bytes;

    // A message is decided within milliseconds unless its client waits longer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly ConcurrencyLimiter _units = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = MostBytes / UnitBytes,
        QueueLimit = int.MaxValue,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>Takes room for a message, to be disposed of when its answer is read. Null when there is none soon.</summary>
    /// <param name="bytes">Length of the message, at most <see cref="MostBytes"/>.</param>
    /// <param name="cancellation">Cancelled when the client disconnects.</param>
    /// <exception cref="OperationCanceledException">The client has disconnected.</exception>
    public async Task<IDisposable?> TryEnterAsync(int bytes, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            return await _units.AcquireAsync((bytes + UnitBytes - 1) / UnitBytes, waiting.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    public void Dispose() => _units.Dispose();
}
