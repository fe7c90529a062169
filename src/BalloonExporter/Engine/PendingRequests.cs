using System.Threading.Channels;
using BalloonExporter.Alertmanager;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Engine;

/// <summary>
/// Requests that wait for the loop: one per domain, the newest. Not a queue: what is superseded is not worth doing, and a backlog
/// must not delay what matters now. What comes from outside can name domains without end, so only so many are kept. Thread-safe.
/// </summary>
internal sealed class PendingRequests
{
    /// <summary>As many requests from outside as are kept: those of one large message.</summary>
    public const int Capacity = AlertmanagerMessage.MaximumAlerts;

    private readonly Lock _lock = new();
    private readonly NewestPerDomain<PendingRequest> _pending = new(pending => pending.Request);
    private readonly Channel<bool> _filled = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Whether nobody waits.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_lock)
                return _pending.Count == 0;
        }
    }

    /// <summary>Puts requests up.</summary>
    /// <param name="requests">The requests.</param>
    /// <param name="now">The moment.</param>
    /// <param name="superseded">Requests, old or new, that will not be taken, each with the reason; still to be answered.</param>
    public IReadOnlyList<Task<Decision>> Submit(IEnumerable<BalloonRequest> requests, Moment now, out IReadOnlyList<PendingRequest> superseded)
    {
        var answers = new List<Task<Decision>>();
        var pointless = new List<PendingRequest>();
        lock (_lock)
        {
            foreach (var request in requests)
            {
                var pending = new PendingRequest(request);
                answers.Add(pending.Answer.Task);
                if (_pending.Count >= Capacity && !request.IsReflex && !_pending.Contains(request.Uuid))
                    pointless.Add(pending with { Refusal = DecisionReason.TooManyRequests });
                else if (_pending.Add(pending, now, out var older))
                    pointless.Add(older);
            }

            if (_pending.Count > 0)
                _filled.Writer.TryWrite(true);
        }

        superseded = pointless;
        return answers;
    }

    public async Task<IReadOnlyList<PendingRequest>> TakeAsync(CancellationToken cancellation)
    {
        await _filled.Reader.ReadAsync(cancellation);
        lock (_lock)
            return _pending.TakeAll();
    }
}

/// <summary>A request and the answer somebody waits for.</summary>
internal sealed record PendingRequest(BalloonRequest Request)
{
    /// <summary>Why it is not taken, if it is not: a newer one came.</summary>
    public DecisionReason Refusal { get; init; } = DecisionReason.Superseded;

    public TaskCompletionSource<Decision> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
