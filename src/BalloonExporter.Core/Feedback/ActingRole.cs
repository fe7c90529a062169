namespace BalloonExporter.Feedback;

/// <summary>Whether this exporter is the one that acts on its host: of several in act mode only one does, the others decide and move nothing. Thread-safe.</summary>
public sealed class ActingRole
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _acting = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _mayTake;

    /// <summary>Whether anything may be changed.</summary>
    public bool MayAct
    {
        get
        {
            lock (_lock)
                return _acting.Task.IsCompleted;
        }
    }

    /// <summary>Whether memory may be taken; that waits when another exporter acted a moment ago, whose takes nobody here has counted.</summary>
    public bool MayTake => _mayTake;

    /// <summary>Ends when something may be changed.</summary>
    public Task WhenActing(CancellationToken cancellation)
    {
        lock (_lock)
            return _acting.Task.WaitAsync(cancellation);
    }

    /// <summary>This exporter acts from now on.</summary>
    public void Take(bool mayTake)
    {
        _mayTake = mayTake;
        lock (_lock)
            _acting.TrySetResult();
    }

    /// <summary>This exporter does not act any more.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            if (_acting.Task.IsCompleted)
                _acting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
