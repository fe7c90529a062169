namespace BalloonExporter.Core.Ports;

/// <summary>Whether the exporter is paused: then memory is only given, not taken. Thread-safe.</summary>
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
