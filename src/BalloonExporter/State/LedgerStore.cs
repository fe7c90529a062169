using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Options;

namespace BalloonExporter.State;

/// <summary>
/// Persists the ledger over restarts. It is read before the first decision, and again when another exporter stops acting; written before
/// each take and soon after other changes. Only while the exporter acts. Its own thread writes, so that a slow disk blocks no caller.
/// </summary>
internal sealed partial class LedgerStore(
    MovementLedger ledger,
    StateFolder folder,
    IFeedbackMetrics metrics,
    ActingRole role,
    ExporterOptions options,
    SteadyClock clock,
    TimeProvider time,
    ILogger<LedgerStore> log)
    : BackgroundService, IStateStore
{
    private const string FileName = "ledger.json";

    // Enough for about two thousand domains that are being moved.
    private const int MostBytes = 16 * Kib.BytesPerMiB;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly LedgerFormat _format = new(options.Limits);
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _wanted = new(0);
    private List<TaskCompletionSource<bool>> _waiting = [];
    private bool _moved;
    private bool _failed;
    private long _savedVersion;

    public async Task<bool> SaveAsync(CancellationToken cancellation)
    {
        var saved = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _moved = true;
            _waiting.Add(saved);
        }

        _wanted.Release();
        try
        {
            return await saved.Task.WaitAsync(Patience, time, cancellation);
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    public void SaveSoon()
    {
        lock (_lock)
            _moved = true;
        _wanted.Release();
    }

    public void Reread() => Restore();

    public void UseUp(Moment until)
    {
        ledger.UseUp(until);
        SaveSoon();
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // Read before the first decision.
        if (options.Mode == ExporterMode.Act)
        {
            Prepare();
            Restore();
        }

        await base.StartAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => options.Mode == ExporterMode.Act
        ? Task.Factory.StartNew(() => Run(stoppingToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
        : Task.CompletedTask;

    public override void Dispose()
    {
        _wanted.Dispose();
        base.Dispose();
    }

    private void Run(CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                _ = _wanted.Wait(Interval, stopping);
                WriteIfWanted();
            }
        }
        catch (OperationCanceledException)
        {
            // Writes the last changes: a take or grant just made.
            WriteIfWanted();
        }
    }

    private void WriteIfWanted()
    {
        List<TaskCompletionSource<bool>> waiting;
        bool moved;
        lock (_lock)
        {
            (waiting, _waiting) = (_waiting, []);
            moved = _moved;
        }

        // One write serves all callers that were waiting before it began. An exporter that does not act, or never moved anything, leaves
        // the file alone.
        if (waiting.Count == 0 && (!moved || ledger.Version == _savedVersion || !role.Confirm()))
            return;
        var written = Write();
        foreach (var saved in waiting)
            saved.TrySetResult(written);
    }

    private bool Write()
    {
        try
        {
            var (state, usedUpUntil, version) = ledger.Saved();
            folder.Write(FileName, LedgerFormat.Write(state, usedUpUntil, clock.Now, BootTime.Now(), clock.WallTime));
            _savedVersion = version;
            if (_failed)
                WrittenAgain(folder.Path);
            _failed = false;
            return true;
        }
        catch (Exception exception)
        {
            // On any error nothing is taken, and the next call tries again.
            CannotWrite(exception);
            return false;
        }
    }

    private void Prepare()
    {
        try
        {
            folder.Prepare();
        }
        catch (Exception exception)
        {
            CannotWrite(exception);
        }
    }

    private void Restore()
    {
        try
        {
            if (folder.Read(FileName, MostBytes) is not { } content)
                return;
            var now = clock.Now;
            var restored = _format.Read(content, now, BootTime.Now());
            ledger.Restore(restored.State, restored.SavedAt);
            if (restored.UsedUpUntil is { } until)
                ledger.UseUp(until);
            Restored(restored.State.Counters.Count, (now - restored.SavedAt).TotalSeconds);
        }
        catch (Exception exception)
        {
            UseUp(clock.Now + options.Limits.BreakerWindow);
            metrics.StateError(StateOperation.Read);
            NotRestored(Path.Combine(folder.Path, FileName), options.Limits.BreakerWindow.TotalSeconds, exception.Message);
        }
    }

    private void CannotWrite(Exception exception)
    {
        metrics.StateError(StateOperation.Write);
        if (!_failed)
            NotWritten(folder.Path, exception.Message);
        _failed = true;
    }

    [LoggerMessage(LogLevel.Information, "State of the last process restored")]
    private partial void Restored(int domains, double secondsAgo);

    [LoggerMessage(LogLevel.Error, "State of the last process cannot be read: all limits count as used up for a while, and counters start at zero")]
    private partial void NotRestored(string file, double usedUpSeconds, string err);

    [LoggerMessage(LogLevel.Error, "State cannot be written: no memory is taken, only given. Let this user own the folder (install -d -m 0750 -o USER FOLDER, or StateDirectory= in its unit) or name another with --state.path")]
    private partial void NotWritten(string folder, string err);

    [LoggerMessage(LogLevel.Information, "State can be written again: memory may be taken")]
    private partial void WrittenAgain(string folder);
}
