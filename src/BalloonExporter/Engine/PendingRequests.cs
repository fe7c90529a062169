using System.Threading.Channels;
using BalloonExporter.Alertmanager;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Engine;

/// <summary>
/// Requests that wait for the loop: the newest of each domain. Not a queue: superseded requests are useless, and a backlog must not delay
/// current ones. Messages can name any number of domains, so the number of requests is limited. Thread-safe.
/// </summary>
internal sealed class PendingRequests
{
    /// <summary>Maximum number of requests from outside: those of one large message.</summary>
    public const int Capacity = AlertmanagerMessage.MaximumAlerts;

    private readonly Lock _lock = new();
    private readonly NewestPerDomain<PendingRequest> _pending = new(pending => pending.Request);
    private readonly Channel<bool> _filled = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Whether there are no requests.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_lock)
                return _pending.Count == 0;
        }
    }

    /// <summary>Submits requests.</summary>
    /// <param name="requests">The requests.</param>
    /// <param name="now">The current moment.</param>
    /// <param name="superseded">Old or new requests that are dropped, each with its reason; the caller answers them.</param>
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

/// <summary>A request and the task for its decision.</summary>
internal sealed record PendingRequest(BalloonRequest Request)
{
    /// <summary>Why it is dropped, if it is: a newer one arrived.</summary>
    public DecisionReason Refusal { get; init; } = DecisionReason.Superseded;

    public TaskCompletionSource<Decision> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
