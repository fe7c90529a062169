using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Core.Restarts;

namespace BalloonExporter.Engine;

/// <summary>Markers, calls, log lines and counts of restarts.</summary>
internal sealed partial class RestartActs(
    IDomainPower power,
    IRestartMarkers markers,
    RestartCommand command,
    RestartStatus status,
    AuditTrail audit,
    ActingRole role,
    PauseSwitch pause,
    ILogger<Restarter> log) : IRestartActs
{
    public void Keep(Restart before, RestartStep step)
    {
        var restart = step.Restart;
        if (step.IsOver)
            End(restart);
        else if (restart != before || step.Call != PowerCall.None)
            Write(restart);
        if (restart.Phase != before.Phase)
            Count(restart, step.IsOver);
        if (restart.Phase == before.Phase && step.Call == PowerCall.None)
            return;
        Told(
            LevelOf(restart.Phase),
            restart.Phase.ToLabel(),
            restart.Mode.ToLabel(),
            TextBounds.Cut(restart.Name),
            restart.Uuid,
            restart.By,
            step.Call == PowerCall.None ? null : step.Call.ToLabel(),
            restart.Deadline.TotalSeconds,
            restart.Problem);
    }

    // One that is off does not wait for the disk.
    public Task ToldAsync(RestartStep step) => step.Call is PowerCall.Shutdown or PowerCall.Destroy or PowerCall.Command ? audit.WrittenAsync() : Task.CompletedTask;

    public Task<PowerOutcome> CallAsync(Restart restart, PowerCall call, CancellationToken cancellation) => call switch
    {
        PowerCall.Command => command.RunAsync(restart, cancellation),
        PowerCall.Start => power.CallAsync(restart.Uuid, call, null, cancellation),
        _ => power.CallAsync(restart.Uuid, call, domain => LastCheck(domain, restart), cancellation),
    };

    public async Task<RestartSignal?> LookAsync(Guid uuid, CancellationToken cancellation)
    {
        var (domain, error) = await power.LookAsync(uuid, cancellation);
        return error is null ? RestartSignal.Of(domain) : null;
    }

    public void Failed(Restart restart, Exception exception) => StepFailed(restart.Uuid, exception);

    /// <summary>Tells of a request that was refused.</summary>
    public void Refuse(RestartRefusal reason, Guid uuid, string by, long missingKib)
    {
        status.CountRefusal(reason);
        RefusedRestart(reason.ToLabel(), uuid, by, missingKib > 0 ? Kib.ToBytes(missingKib) : null);
    }

    // What was so when it was asked for may have changed while room was made.
    private string? LastCheck(DomainPower domain, Restart restart)
    {
        if (!role.Confirm())
            return RestartRefusalText.Of(RestartRefusal.Standby);
        if (pause.IsPaused)
            return RestartRefusalText.Of(RestartRefusal.ExporterPaused);
        if (domain.Instance is { } instance && instance != restart.Instance)
            return "it was started anew by another program";
        return RestartRules.RefusalOf(domain, hasCommand: false) is { } refusal ? RestartRefusalText.Of(refusal) : null;
    }

    // The next process must not restart the domain again within a minute either.
    private void End(Restart restart)
    {
        markers.Remember(restart);
        markers.Remove(restart.Uuid);
    }

    private void Write(Restart restart)
    {
        try
        {
            markers.Write(restart);
        }
        catch (IOException exception)
        {
            // The first marker of a restart is written before it begins; a server that is off is started whether this one is or not.
            NotWritten(restart.Uuid, exception.Message);
        }
    }

    private void Count(Restart restart, bool isOver)
    {
        if (isOver || restart.Phase is RestartPhase.StillRunning or RestartPhase.StartFailed)
            status.CountEnd(restart.Mode, restart.Phase);
    }

    private static LogLevel LevelOf(RestartPhase phase) => phase switch
    {
        RestartPhase.StartFailed => LogLevel.Error,
        RestartPhase.Failed or RestartPhase.StillRunning => LogLevel.Warning,
        _ => LogLevel.Information,
    };

    [LoggerMessage(Message = "restart")]
    private partial void Told(
        LogLevel level, string phase, string mode, string domain, Guid uuid, string askedBy, string? call, double timeoutSeconds, string? err);

    [LoggerMessage(LogLevel.Information, "restart refused")]
    private partial void RefusedRestart(string reason, Guid uuid, string askedBy, long? missingBytes);

    [LoggerMessage(LogLevel.Error, "The marker of a restart could not be written: should this process end now, the next does not know of it")]
    private partial void NotWritten(Guid uuid, string err);

    [LoggerMessage(LogLevel.Error, "A step of a restart failed")]
    private partial void StepFailed(Guid uuid, Exception exception);
}
