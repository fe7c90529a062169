namespace BalloonExporter.Core.Ports;

/// <summary>Whether this exporter is the one that acts on its host: of several in act mode only one does, the others decide and move nothing. Thread-safe.</summary>
public sealed class ActingRole
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _acting = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Func<bool> _isHeld = () => true;

    /// <summary>Whether anything may be changed.</summary>
    public bool MayAct
    {
        get
        {
            lock (_lock)
                return _acting.Task.IsCompleted;
        }
    }

    /// <summary>The mode in effect, as it is told: an exporter that was started to act and does not hold its host observes.</summary>
    public string ModeLabel => MayAct ? "act" : "observe";

    /// <summary>Ends when something may be changed.</summary>
    public Task WhenActing(CancellationToken cancellation)
    {
        lock (_lock)
            return _acting.Task.WaitAsync(cancellation);
    }

    /// <summary>
    /// Looks whether this exporter still is the one that acts; <see cref="MayAct"/> tells what was seen a moment ago. Asked right before a
    /// balloon is told to move: meanwhile another exporter may have got hold of the host.
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
    /// <param name="isHeld">Looks whether it still holds what makes it the only one. Thread-safe.</param>
    public void Take(Func<bool> isHeld)
    {
        lock (_lock)
        {
            _isHeld = isHeld;
            _acting.TrySetResult();
        }
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
