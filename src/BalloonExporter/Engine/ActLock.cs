using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Options;
using ExporterToolkit.Files;

namespace BalloonExporter.Engine;

/// <summary>
/// Ensures that one exporter acts on a host, whichever libvirts each is connected to, since their guests share the host's memory. In act
/// mode it holds a lock file in <c>--runtime.path</c>. While another process holds it, or that is unknown, this one decides and moves
/// nothing. It tries again every second, and reads the other's state before it acts.
/// </summary>
internal sealed partial class ActLock(ExporterOptions options, ActingRole role, IStateStore state, SteadyClock clock, TimeProvider time, ILogger<ActLock> log) : BackgroundService
{
    private const string FileName = "act.lock";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The previous exporter may keep its state in another folder, so that its takes are missing in the limits of this one. The longest
    /// limit looks back a minute.
    /// </summary>
    public static readonly TimeSpan Settling = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private LockFile? _held;
    private string? _told;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // Before the first decision.
        Look();
        return base.StartAsync(cancellationToken);
    }

    /// <summary>Takes the lock, or checks that it is still held.</summary>
    public void Look()
    {
        if (options.Mode != ExporterMode.Act || IsHeld())
            return;
        role.Leave();
        var wasHeld = LetGo();
        if (wasHeld)
            Lost(Settling.TotalSeconds);
        if (!TryTake())
            return;
        if (_told is not null)
        {
            state.Reread();
            TookOver(Settling.TotalSeconds);
        }

        // Another exporter may have acted meanwhile.
        if (wasHeld || _told is not null)
            state.UseUp(clock.Now + Settling);
        _told = null;
        role.Take(IsHeld);
    }

    public override void Dispose()
    {
        LetGo();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                Look();
        }
        catch (OperationCanceledException)
        {
            // Stopped. The lock is held until the loops have ended too.
        }
    }

    private bool IsHeld()
    {
        lock (_lock)
            return _held is { IsInPlace: true };
    }

    private bool TryTake()
    {
        var path = Path.Combine(options.RuntimeFolder.FullName, FileName);
        try
        {
            Directory.CreateDirectory(options.RuntimeFolder.FullName);
            if (LockFile.TryTake(path, out var holder) is { } file)
            {
                lock (_lock)
                    _held = file;
                return true;
            }

            Tell($"held by {holder}", () => AnotherActs(path, holder));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Tell(exception.Message, () => CannotTell(path, exception.Message));
        }

        return false;
    }

    // Logs a change once, not every second.
    private void Tell(string what, Action tell)
    {
        if (_told != what)
            tell();
        _told = what;
    }

    /// <summary>Whether it was held.</summary>
    private bool LetGo()
    {
        lock (_lock)
        {
            var wasHeld = _held is not null;
            _held?.Dispose();
            _held = null;
            return wasHeld;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Another exporter acts on this host: this one decides and moves nothing until that one ends")]
    private partial void AnotherActs(string lockFile, int? holder);

    [LoggerMessage(LogLevel.Warning, "The lock file of this exporter was removed or replaced: it moves nothing until it holds the file again, and takes no memory for a while after that")]
    private partial void Lost(double takesAfterSeconds);

    [LoggerMessage(LogLevel.Error, "Whether another exporter acts on this host cannot be told: nothing is moved. Make the folder one that this user may write, or name another with --runtime.path")]
    private partial void CannotTell(string lockFile, string err);

    [LoggerMessage(LogLevel.Warning, "No other exporter acts any more: this one does. It gives memory at once and takes some after a while")]
    private partial void TookOver(double takesAfterSeconds);
}
