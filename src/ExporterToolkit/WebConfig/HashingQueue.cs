using System.Net;

namespace ExporterToolkit.WebConfig;

/// <summary>
/// Computes password hashes one at a time, so that guessers use at most one CPU core. Known addresses come first, then those with the
/// fewest failures.
/// </summary>
/// <remarks>Among equals the oldest comes first, but the newest when the queue is crowded: otherwise a permanent crowd would leave no turn to others.</remarks>
public sealed class HashingQueue
{
    private const int MostWaiting = 64;
    private const int MostOfAnAddress = 8;

    // More than a host's legitimate clients at the same time.
    private const int Crowd = MostWaiting / 2;

    private readonly Lock _lock = new();
    private readonly List<Entry> _waiting = [];
    private bool _isWorking;

    /// <summary>Result of the work; null when there was no room, or the place was given to a client with a better standing.</summary>
    /// <param name="from">Client address; few entries per address may wait.</param>
    /// <param name="standing">Standing of this address.</param>
    /// <param name="work">Runs on another thread.</param>
    /// <param name="cancellation">Ends the waiting, not the work.</param>
    /// <exception cref="OperationCanceledException">Cancelled before its turn came.</exception>
    public async Task<bool?> RunAsync(IPAddress from, Standing standing, Func<bool> work, CancellationToken cancellation)
    {
        var entry = new Entry(from, standing, work);
        lock (_lock)
        {
            if (_waiting.Count(other => other.From.Equals(from)) >= MostOfAnAddress || (_waiting.Count >= MostWaiting && !TryEvict(standing)))
                return null;
            _waiting.Add(entry);
            if (!_isWorking)
            {
                _isWorking = true;
                _ = Task.Run(Work, CancellationToken.None);
            }
        }

        await using var registration = cancellation.Register(() => Cancel(entry, cancellation));
        return await entry.Result.Task;
    }

    // Entries are in order of arrival.
    private Entry? Next()
    {
        lock (_lock)
        {
            var next = (_waiting.Count < Crowd ? _waiting : _waiting.AsEnumerable().Reverse()).MinBy(entry => entry.Standing);
            if (next is null)
                _isWorking = false;
            else
                _waiting.Remove(next);
            return next;
        }
    }

    private void Work()
    {
        while (Next() is { } entry)
        {
            try
            {
                entry.Result.TrySetResult(entry.Work());
            }
            catch (Exception exception)
            {
                // The waiting caller gets the exception; the other entries still run.
                entry.Result.TrySetException(exception);
            }
        }
    }

    private bool TryEvict(Standing standing)
    {
        var worst = _waiting.MaxBy(entry => entry.Standing)!;
        if (worst.Standing.CompareTo(standing) < 0)
            return false;
        _waiting.Remove(worst);
        worst.Result.TrySetResult(null);
        return true;
    }

    private void Cancel(Entry entry, CancellationToken cancellation)
    {
        lock (_lock)
        {
            // Work that has begun is completed: a client that disconnects still counts as one attempt.
            if (_waiting.Remove(entry))
                entry.Result.TrySetCanceled(cancellation);
        }
    }

    private sealed record Entry(IPAddress From, Standing Standing, Func<bool> Work)
    {
        public TaskCompletionSource<bool?> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
