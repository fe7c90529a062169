namespace BalloonExporter.Core.Ports;

/// <summary>Whether this exporter acts on its host: of several in act mode only one acts, the others decide but move nothing. Thread-safe.</summary>
public sealed class ActingRole
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _acting = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Func<bool> _isHeld = () => true;

    /// <summary>Whether targets may be set.</summary>
    public bool MayAct
    {
        get
        {
            lock (_lock)
                return _acting.Task.IsCompleted;
        }
    }

    /// <summary>The mode in effect: an exporter in act mode that does not hold the host's lock observes.</summary>
    public string ModeLabel => MayAct ? "act" : "observe";

    /// <summary>Completes when targets may be set.</summary>
    public Task WhenActing(CancellationToken cancellation)
    {
        lock (_lock)
            return _acting.Task.WaitAsync(cancellation);
    }

    /// <summary>
    /// Checks whether this exporter still acts; <see cref="MayAct"/> is the result of the last check. Called just before a target is set,
    /// because another exporter may have taken over meanwhile.
    /// </summary>
    public bool Confirm()
    {
        Func<bool> isHeld;
        lock (_lock)
            isHeld = _isHeld;
        if (!isHeld())
            Leave();
        return MayAct;
    }

    /// <summary>This exporter acts from now on.</summary>
    /// <param name="isHeld">Checks whether it still holds the lock. Thread-safe.</param>
    public void Take(Func<bool> isHeld)
    {
        lock (_lock)
        {
            _isHeld = isHeld;
            _acting.TrySetResult();
        }
    }

    /// <summary>This exporter no longer acts.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            if (_acting.Task.IsCompleted)
                _acting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
