using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;

namespace BalloonExporter.Engine;

/// <summary>
/// Who has paused the exporter: somebody through the API, a file, or both. While anybody has, no memory is taken. A pause through the
/// API ends with the process, with its time, or when somebody resumes; the file's with the file.
/// </summary>
internal sealed partial class Pauses(PauseSwitch paused, PauseFile file, SteadyClock clock, TimeProvider time, ILogger<Pauses> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly PeriodicTimer _timer = new(Interval, time);
    private ApiPause? _byApi;
    private bool _byFile;

    /// <summary>The pause through the API, if there is one.</summary>
    public ApiPause? ByApi
    {
        get
        {
            lock (_lock)
                return _byApi;
        }
    }

    /// <summary>The file, if it is there.</summary>
    public string? ByFile
    {
        get
        {
            lock (_lock)
                return _byFile ? file.Path : null;
        }
    }

    /// <summary>Pauses, or replaces the pause there is.</summary>
    public void Pause(ApiPause pause)
    {
        lock (_lock)
        {
            _byApi = pause;
            Look();
        }

        Paused(pause.By, pause.Reason, pause.Until is { } until ? clock.WallTimeOf(until) : null);
    }

    /// <summary>Ends the pause through the API.</summary>
    public void Resume(string by)
    {
        bool byFile;
        lock (_lock)
        {
            _byApi = null;
            Look();
            byFile = _byFile;
        }

        Resumed(by);
        if (byFile)
            StillPaused(file.Path);
    }

    /// <summary>Looks at the file and at the clock.</summary>
    public void Look()
    {
        lock (_lock)
        {
            if (_byApi?.Until <= clock.Now)
            {
                PauseOver(_byApi.By);
                _byApi = null;
            }

            var byFile = file.Exists;
            if (byFile && !_byFile)
                PausedByFile(file.Path);
            else if (!byFile && _byFile)
                FileGone(file.Path);
            _byFile = byFile;
            paused.IsPaused = _byFile || _byApi is not null;
        }
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // Before anything is decided: a file that was there before the start counts from the start.
        Look();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _timer.WaitForNextTickAsync(stoppingToken))
                Look();
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    public override void Dispose()
    {
        _timer.Dispose();
        base.Dispose();
    }

    [LoggerMessage(LogLevel.Warning, "Paused: no memory is taken, only given")]
    private partial void Paused(string askedBy, string? reason, DateTimeOffset? until);

    [LoggerMessage(LogLevel.Warning, "Paused by a file: no memory is taken, only given")]
    private partial void PausedByFile(string file);

    [LoggerMessage(LogLevel.Warning, "Resumed")]
    private partial void Resumed(string askedBy);

    [LoggerMessage(LogLevel.Warning, "The time of a pause is over")]
    private partial void PauseOver(string askedBy);

    [LoggerMessage(LogLevel.Warning, "The file that paused is gone")]
    private partial void FileGone(string file);

    [LoggerMessage(LogLevel.Warning, "Still paused by a file")]
    private partial void StillPaused(string file);
}

/// <summary>A pause that somebody asked for through the API.</summary>
/// <param name="By">Who.</param>
/// <param name="Since">When.</param>
/// <param name="Until">When it ends by itself; null: it does not.</param>
/// <param name="Reason">What he said why.</param>
internal sealed record ApiPause(string By, Moment Since, Moment? Until, string? Reason);
