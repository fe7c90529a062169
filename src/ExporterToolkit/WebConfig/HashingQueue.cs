using System.Net;

namespace ExporterToolkit.WebConfig;

/// <summary>Computes one hash after the other, so that guessers cost one core at most. Who is known comes first, then who has failed least.</summary>
/// <remarks>Of equals the first comes first, but in a crowd the newest: a crowd that never ends would leave no place to anybody else.</remarks>
public sealed class HashingQueue
{
    private const int MostWaiting = 64;
    private const int MostOfAnAddress = 8;

    // More than the honest of a host are at once.
    private const int Crowd = MostWaiting / 2;

    private readonly Lock _lock = new();
    private readonly List<Entry> _waiting = [];
    private bool _isWorking;

    /// <summary>The result of the work; null when there was no room, or it was given to somebody whose turn comes first.</summary>
    /// <param name="from">Of each address few may wait.</param>
    /// <param name="standing">Of this address.</param>
    /// <param name="work">Runs on another thread, when its turn comes.</param>
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

    // They stand in the order in which they came.
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
                // Whoever waits for it is told; the others' turn comes all the same.
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
            // What has begun is ended: who hangs up does not try for nothing.
            if (_waiting.Remove(entry))
                entry.Result.TrySetCanceled(cancellation);
        }
    }

    private sealed record Entry(IPAddress From, Standing Standing, Func<bool> Work)
    {
        public TaskCompletionSource<bool?> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
