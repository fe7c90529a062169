using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;

namespace BalloonExporter.Engine;

/// <summary>
/// The pauses of the exporter: by the API, by a file, or both. During a pause no memory is taken. A pause by the API ends with the
/// process, at its end time, or on resume; that by the file when the file is removed.
/// </summary>
internal sealed partial class Pauses(PauseSwitch paused, PauseFile file, ActingRole role, SteadyClock clock, TimeProvider time, ILogger<Pauses> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly PeriodicTimer _timer = new(Interval, time);
    private ApiPause? _byApi;
    private bool _byFile;

    /// <summary>The pause by the API; null without one.</summary>
    public ApiPause? ByApi
    {
        get
        {
            lock (_lock)
                return _byApi;
        }
    }

    /// <summary>The file, if it exists.</summary>
    public string? ByFile
    {
        get
        {
            lock (_lock)
                return _byFile ? file.Path : null;
        }
    }

    /// <summary>Sets or replaces the pause by the API.</summary>
    public void Pause(ApiPause pause)
    {
        lock (_lock)
        {
            _byApi = pause;
            Look();
        }

        DateTimeOffset? end = pause.Until is { } until ? clock.WallTimeOf(until) : null;
        if (role.MayAct)
            Paused(pause.By, pause.Reason, end);
        else
            PausedAsObserver(pause.By, pause.Reason, end, role.ModeLabel);
    }

    /// <summary>Ends the pause by the API.</summary>
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

    /// <summary>Checks the file and the clock.</summary>
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
                TellFile();
            else if (!byFile && _byFile)
                FileGone(file.Path);
            _byFile = byFile;
            paused.IsPaused = _byFile || _byApi is not null;
        }
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // Before the first decision: a file that exists at the start applies from the start.
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

    private void TellFile()
    {
        if (role.MayAct)
            PausedByFile(file.Path);
        else
            PausedByFileAsObserver(file.Path, role.ModeLabel);
    }

    [LoggerMessage(LogLevel.Warning, "Paused: no memory is taken, only given")]
    private partial void Paused(string askedBy, string? reason, DateTimeOffset? until);

    [LoggerMessage(LogLevel.Warning, "Paused: an exporter that acts would take no memory, only give it")]
    private partial void PausedAsObserver(string askedBy, string? reason, DateTimeOffset? until, string mode);

    [LoggerMessage(LogLevel.Warning, "Paused by a file: no memory is taken, only given")]
    private partial void PausedByFile(string file);

    [LoggerMessage(LogLevel.Warning, "Paused by a file: an exporter that acts would take no memory, only give it")]
    private partial void PausedByFileAsObserver(string file, string mode);

    [LoggerMessage(LogLevel.Warning, "Resumed")]
    private partial void Resumed(string askedBy);

    [LoggerMessage(LogLevel.Warning, "The pause has ended by its time")]
    private partial void PauseOver(string askedBy);

    [LoggerMessage(LogLevel.Warning, "The pause file was removed")]
    private partial void FileGone(string file);

    [LoggerMessage(LogLevel.Warning, "Still paused by a file")]
    private partial void StillPaused(string file);
}

/// <summary>A pause by the API.</summary>
/// <param name="By">Who set it.</param>
/// <param name="Since">When it was set.</param>
/// <param name="Until">When it ends by itself; null: never.</param>
/// <param name="Reason">Reason given by the caller.</param>
internal sealed record ApiPause(string By, Moment Since, Moment? Until, string? Reason);
