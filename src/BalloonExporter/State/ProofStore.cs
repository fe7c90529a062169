using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Core.Proof;
using BalloonExporter.Options;

namespace BalloonExporter.State;

/// <summary>
/// Persists the proof over restarts: every minute, soon after a shortage, and at the end. In observe mode too, since what a guest lacked is
/// counted there as well; a standby leaves the file to the exporter that acts.
/// </summary>
internal sealed partial class ProofStore(
    ProofLedger proof, StateFolder folder, IFeedbackMetrics metrics, ActingRole role, ExporterOptions options, TimeProvider time, ILogger<ProofStore> log)
    : BackgroundService
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "proof.json";

    // Enough for about fifty thousand domains.
    private const int MostBytes = 16 * Kib.BytesPerMiB;

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(5);
    private const int TicksPerWrite = 12;

    private bool _failed;
    private long _savedShortages;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // Before the first look at a domain.
        Restore();
        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        Write();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Tick, time);
        var ticks = 0;
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (++ticks < TicksPerWrite && proof.Shortages == _savedShortages)
                    continue;
                ticks = 0;
                Write();
            }
        }
        catch (OperationCanceledException)
        {
            // StopAsync writes what was counted last.
        }
    }

    private void Restore()
    {
        try
        {
            if (folder.Read(FileName, MostBytes) is { } content)
                proof.Restore(ProofFormat.Read(content));
        }
        catch (Exception exception)
        {
            metrics.StateError(StateOperation.Read);
            StartsAnew(Path.Combine(folder.Path, FileName), exception.Message);
        }
    }

    private void Write()
    {
        if (options.Mode == ExporterMode.Act && !role.MayAct)
            return;
        var (shortages, entries) = (proof.Shortages, proof.Saved());
        if (entries.Count == 0)
            return;
        try
        {
            folder.Create();
            folder.Write(FileName, ProofFormat.Write(entries));
            _savedShortages = shortages;
            if (_failed)
                WrittenAgain(folder.Path);
            _failed = false;
        }
        catch (Exception exception)
        {
            // No memory depends on it; in act mode the ledger's own file tells the operator as well.
            if (options.Mode == ExporterMode.Act)
                metrics.StateError(StateOperation.Write);
            if (!_failed)
                NotWritten(folder.Path, exception.Message);
            _failed = true;
        }
    }

    [LoggerMessage(LogLevel.Warning, "What each domain had so far (balloon_domain_unmet_seconds_total and others) cannot be read: its counters start anew")]
    private partial void StartsAnew(string file, string err);

    [LoggerMessage(LogLevel.Warning, "What each domain had (balloon_domain_unmet_seconds_total and others) cannot be saved: its counters start anew with the next start. Let this user own the folder, or name another with --state.path")]
    private partial void NotWritten(string folder, string err);

    [LoggerMessage(LogLevel.Information, "What each domain had can be saved again")]
    private partial void WrittenAgain(string folder);
}
