namespace BalloonExporter.Core.Ports;

/// <summary>Whether somebody paused the exporter: then no memory is taken, only given. Thread-safe.</summary>
public sealed class PauseSwitch
{
    private volatile bool _paused;

    /// <summary>Whether memory may only be given.</summary>
    public bool IsPaused
    {
        get => _paused;
        set => _paused = value;
    }
}
