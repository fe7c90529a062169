using System.Threading.RateLimiting;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Api;

/// <summary>
/// How much of messages is worked on at once, whoever sends them: what is made of one takes several times its size until its answer is read.
/// Thread-safe.
/// </summary>
internal sealed class MessageBudget(TimeProvider time) : IDisposable
{
    /// <summary>Messages in all: one of the largest and some more.</summary>
    public const int MostBytes = 6 * Kib.BytesPerMiB;

    private const int UnitBytes = 4 * Kib.Bytes;

    // A message is decided within milliseconds when nobody asks for more time.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly ConcurrencyLimiter _units = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = MostBytes / UnitBytes,
        QueueLimit = int.MaxValue,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>Takes room for a message, to be disposed of when its answer is read. Null when there is none in a moment.</summary>
    /// <param name="bytes">Length of the message, at most <see cref="MostBytes"/>.</param>
    /// <param name="cancellation">Nobody waits any more.</param>
    /// <exception cref="OperationCanceledException">Nobody waits any more.</exception>
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
