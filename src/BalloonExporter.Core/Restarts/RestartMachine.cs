using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Restarts;

/// <summary>
/// The states of a restart: requested, shutting down, off and starting, done; or still running after the deadline. What it never does is to
/// end while the server is off because of it, but when its start failed three times. Pure.
/// </summary>
public static class RestartMachine
{
    /// <summary>The step that follows from what has happened.</summary>
    public static RestartStep Next(Restart restart, RestartSignal signal, Moment now) => signal.News switch
    {
        RestartNews.Off => AfterStop(restart, signal.Cause, now),
        RestartNews.Gone => End(restart, RestartPhase.Withdrawn, now, "it is no longer defined on this host"),
        RestartNews.Runs => Runs(restart, signal.Instance, now),
        RestartNews.Leave => Leave(restart, signal.Problem, now),
        RestartNews.Time => Later(restart, now),
        RestartNews.RoomMade => restart.Phase == RestartPhase.Requested ? Begin(restart, now) : Stay(restart),
        _ => signal.Call == CallOf(restart.Phase) ? Called(restart, signal, now) : Stay(restart),
    };

    /// <summary>The step of a process that finds a marker.</summary>
    /// <param name="found">The state in the marker.</param>
    /// <param name="signal">Whether the domain is off, runs, or is gone.</param>
    /// <param name="now">The current moment.</param>
    public static RestartStep Resume(Restart found, RestartSignal signal, Moment now)
    {
        var restart = found with { Resumed = true, NextTryAt = null };
        return (signal.News, restart.Phase) switch
        {
            (RestartNews.Gone, _) => Next(restart, signal, now),
            // Whatever was done to the guest was not done by this restart.
            (_, RestartPhase.Requested) => End(restart, RestartPhase.Withdrawn, now, "the exporter ended before the guest was touched"),
            (RestartNews.Off, RestartPhase.StillRunning) when now - restart.Since > RestartLimits.LateTime =>
                End(restart, RestartPhase.Withdrawn, now, "it was found off long after its time to shut down: not started"),
            (RestartNews.Off, _) => AfterStop(restart with { Tries = 0 }, signal.Cause, now),
            (_, RestartPhase.Starting or RestartPhase.StartFailed) => End(restart, RestartPhase.Done, now),
            (_, _) when signal.Instance != restart.Instance => Runs(restart, signal.Instance, now),
            // Whether the call was made is unknown; a guest that is asked twice shuts down once.
            (_, RestartPhase.ShuttingDown) when now < restart.Since + restart.Deadline => new RestartStep(restart, PowerCall.Shutdown),
            (_, RestartPhase.Stopping) when now < restart.Since + RestartLimits.StopTime => new RestartStep(restart, PowerCall.Destroy),
            _ => Later(restart, now),
        };
    }

    // What a phase waits for the answer of.
    private static PowerCall CallOf(RestartPhase phase) => phase switch
    {
        RestartPhase.ShuttingDown => PowerCall.Shutdown,
        RestartPhase.Stopping => PowerCall.Destroy,
        RestartPhase.Starting => PowerCall.Start,
        RestartPhase.Commanding => PowerCall.Command,
        _ => PowerCall.None,
    };

    private static RestartStep Begin(Restart restart, Moment now) => restart.Mode switch
    {
        RestartMode.Graceful => new RestartStep(restart.To(RestartPhase.ShuttingDown, now), PowerCall.Shutdown),
        RestartMode.Force => new RestartStep(restart.To(RestartPhase.Stopping, now), PowerCall.Destroy),
        _ => new RestartStep(restart.To(RestartPhase.Commanding, now), PowerCall.Command),
    };

    private static RestartStep AfterStop(Restart restart, StopCause cause, Moment now) => restart.Phase switch
    {
        RestartPhase.Requested => End(restart, RestartPhase.Withdrawn, now, "it stopped by itself"),
        // The other platform starts it.
        RestartPhase.Commanding => Stay(restart),
        RestartPhase.Starting when !restart.Resumed || restart.NextTryAt is not null => Stay(restart),
        _ when cause == StopCause.MigratedAway => End(restart, RestartPhase.Withdrawn, now, "it runs on another host"),
        _ when cause == StopCause.Saved => End(restart, RestartPhase.Withdrawn, now, "another program saved it or took it back to a snapshot"),
        RestartPhase.StartFailed when !restart.Resumed => Stay(restart),
        _ => new RestartStep(restart.To(RestartPhase.Starting, now) with { Tries = 0, Resumed = false }, PowerCall.Start),
    };

    private static RestartStep Runs(Restart restart, int? instance, Moment now)
    {
        // After three failed tries no news of the old instance comes any more, and a daemon may have counted anew.
        if (instance == restart.Instance && restart.Phase != RestartPhase.StartFailed)
            return Stay(restart);
        return restart.Phase == RestartPhase.Requested
            ? End(restart, RestartPhase.Withdrawn, now, "it was started anew by another program")
            : End(restart, RestartPhase.Done, now);
    }

    private static RestartStep Leave(Restart restart, string? problem, Moment now) => restart.Phase switch
    {
        RestartPhase.Requested => End(restart, RestartPhase.Withdrawn, now, problem ?? "called off"),
        // The guest was asked and may follow yet: what stops because of this is started.
        RestartPhase.ShuttingDown => new RestartStep(restart.To(RestartPhase.StillRunning, now) with { Left = true }),
        RestartPhase.StillRunning => Stay(restart with { Left = true }),
        _ => Stay(restart),
    };

    private static RestartStep Called(Restart restart, RestartSignal signal, Moment now) => (restart.Phase, signal.News) switch
    {
        // Asked twice, it may have listened to the first.
        (RestartPhase.ShuttingDown, RestartNews.CallRefused) when !restart.Resumed => End(restart, RestartPhase.Failed, now, signal.Problem),
        (RestartPhase.Stopping, RestartNews.CallDone) => AfterStop(restart, StopCause.Ended, now),
        (RestartPhase.Stopping, RestartNews.CallRefused) => new RestartStep(restart.To(RestartPhase.StillRunning, now, signal.Problem)),
        (RestartPhase.Starting, RestartNews.CallDone) => End(restart, RestartPhase.Done, now),
        (RestartPhase.Starting, _) => StartFailed(restart, signal.Problem, now),
        (RestartPhase.Commanding, RestartNews.CallDone) => End(restart, RestartPhase.Done, now),
        (RestartPhase.Commanding, _) => End(restart, RestartPhase.Failed, now, signal.Problem),
        _ => Stay(restart),
    };

    private static RestartStep StartFailed(Restart restart, string? problem, Moment now)
    {
        var tries = restart.Tries + 1;
        return tries < RestartLimits.Tries
            ? Stay(restart with { Tries = tries, NextTryAt = now + RestartLimits.TryInterval, Problem = problem })
            : Stay(restart.To(RestartPhase.StartFailed, now, problem) with { Tries = tries });
    }

    private static RestartStep Later(Restart restart, Moment now) => restart.Phase switch
    {
        RestartPhase.ShuttingDown when now >= restart.Since + restart.Deadline => new RestartStep(restart.To(RestartPhase.StillRunning, now)),
        RestartPhase.Stopping when now >= restart.Since + RestartLimits.StopTime =>
            new RestartStep(restart.To(RestartPhase.StillRunning, now, "it could not be stopped")),
        RestartPhase.Commanding when now >= restart.Since + restart.Deadline => End(restart, RestartPhase.Failed, now, "the command did not restart it in time"),
        RestartPhase.StillRunning when now >= restart.Since + RestartLimits.LateTime => new RestartStep(restart, IsOver: true),
        RestartPhase.Starting when restart.NextTryAt <= now => new RestartStep(restart with { NextTryAt = null }, PowerCall.Start),
        _ => Stay(restart),
    };

    private static RestartStep Stay(Restart restart) => new(restart);

    private static RestartStep End(Restart restart, RestartPhase phase, Moment now, string? problem = null) => new(restart.To(phase, now, problem), IsOver: true);
}
