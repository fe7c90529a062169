using System.Threading.RateLimiting;
using BalloonExporter.Options.Keys;

namespace BalloonExporter.Api;

/// <summary>
/// Limits concurrent requests per scope: an answer's data is held until its client has read it. Requests with <c>read</c> cannot block a
/// pause. Thread-safe.
/// </summary>
internal sealed class ApiPlaces(TimeProvider time) : IDisposable
{
    /// <summary>Places per scope.</summary>
    public const int Most = 16;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Dictionary<Scope, ConcurrencyLimiter> _places = Enum.GetValues<Scope>().ToDictionary(
        scope => scope,
        _ => new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = Most, QueueLimit = int.MaxValue, QueueProcessingOrder = QueueProcessingOrder.OldestFirst }));

    /// <summary>Takes a place, to be disposed of when the answer is read. Null when none becomes free soon.</summary>
    /// <exception cref="OperationCanceledException">The client has disconnected.</exception>
    public async Task<IDisposable?> TryEnterAsync(Scope scope, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            return await _places[scope].AcquireAsync(1, waiting.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    public void Dispose()
    {
        foreach (var places in _places.Values)
            places.Dispose();
    }
}
