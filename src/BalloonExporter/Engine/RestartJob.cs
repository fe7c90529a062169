using System.Threading.Channels;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Restarts;

namespace BalloonExporter.Engine;

/// <summary>Drives one restart: takes news of its domain in, writes the marker, makes the call, until it is over. Thread-safe.</summary>
/// <param name="restart">How far it is, with its marker written.</param>
/// <param name="acts">What it does to the world.</param>
/// <param name="clock">Tells when.</param>
/// <param name="time">Waits.</param>
internal sealed class RestartJob(Restart restart, IRestartActs acts, SteadyClock clock, TimeProvider time)
{
    // Events drive it; this is for those that are lost with a connection.
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan PauseAfterError = TimeSpan.FromSeconds(2);

    // Null: look at the domain.
    private readonly Channel<RestartSignal?> _news = Channel.CreateUnbounded<RestartSignal?>();
    private volatile bool _isReplaced;
    private volatile Restart _restart = restart;

    /// <summary>How far it is.</summary>
    public Restart Restart => _restart;

    /// <summary>Tells what has happened.</summary>
    public void Tell(RestartSignal signal) => _news.Writer.TryWrite(signal);

    /// <summary>Has the domain looked at soon.</summary>
    public void LookSoon() => _news.Writer.TryWrite(null);

    /// <summary>Ends it without an end: another restart of the domain takes its place, and its marker.</summary>
    public void Replace()
    {
        _isReplaced = true;
        LookSoon();
    }

    /// <summary>Runs it from its first step.</summary>
    /// <param name="first">The step.</param>
    /// <param name="before">The state before it.</param>
    /// <param name="stopping">Ends the process's part in it.</param>
    /// <returns>Whether it is over; false when it was replaced or the process stops: then its marker stays.</returns>
    public async Task<bool> RunAsync(RestartStep first, Restart before, CancellationToken stopping)
    {
        RestartStep? step = first;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                step ??= RestartMachine.Next(_restart, await NextAsync(stopping), clock.Now);
                if (_isReplaced)
                    return false;
                var taken = step.Value;
                step = null;
                await TakeAsync(before, taken, stopping);
                before = taken.Restart;
                if (taken.IsOver)
                    return true;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception)
            {
                // A server may be off: no error ends the wait for it.
                acts.Failed(_restart, exception);
                await Task.Delay(PauseAfterError, time, CancellationToken.None);
            }
        }

        return false;
    }

    /// <summary>Runs one that was found by its marker.</summary>
    /// <param name="stopping">Ends the process's part in it.</param>
    /// <inheritdoc cref="RunAsync"/>
    public async Task<bool> ResumeAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            if (await acts.LookAsync(_restart.Uuid, stopping) is { } seen)
                return await RunAsync(RestartMachine.Resume(_restart, seen, clock.Now), _restart, stopping);
            await Task.Delay(PauseAfterError, time, stopping);
        }

        return false;
    }

    private async Task<RestartSignal> NextAsync(CancellationToken stopping)
    {
        var wait = DueAt(_restart) - clock.Now;
        try
        {
            if (!_news.Reader.TryRead(out var signal))
            {
                await _news.Reader.WaitToReadAsync(stopping).AsTask().WaitAsync(wait < LookInterval ? Max(wait, TimeSpan.Zero) : LookInterval, time, stopping);
                if (!_news.Reader.TryRead(out signal))
                    return new RestartSignal(RestartNews.Time);
            }

            if (signal is { } told)
                return told;
        }
        catch (TimeoutException) when (wait < LookInterval)
        {
            return new RestartSignal(RestartNews.Time);
        }
        catch (TimeoutException)
        {
            // Looked at below.
        }

        return await acts.LookAsync(_restart.Uuid, stopping) ?? new RestartSignal(RestartNews.Time);
    }

    // A caller that sees the phase finds its marker, its count and its line.
    private async Task TakeAsync(Restart before, RestartStep step, CancellationToken stopping)
    {
        acts.Keep(before, step);
        _restart = step.Restart;
        await acts.ToldAsync(step);
        if (step.Call != PowerCall.None)
            _ = CallAsync(step, stopping);
    }

    // Not awaited: the news that a call brings about may come before its answer.
    private async Task CallAsync(RestartStep step, CancellationToken stopping)
    {
        try
        {
            Tell(RestartSignal.Of(step.Call, await acts.CallAsync(step.Restart, step.Call, stopping)));
        }
        catch (OperationCanceledException)
        {
            // The next process looks at what became of it.
        }
        catch (Exception exception)
        {
            Tell(RestartSignal.Of(step.Call, new PowerOutcome(PowerNews.Unanswered, exception.Message)));
        }
    }

    private static Moment DueAt(Restart restart) => restart.Phase switch
    {
        RestartPhase.ShuttingDown or RestartPhase.Commanding => restart.Since + restart.Deadline,
        RestartPhase.Stopping => restart.Since + RestartLimits.StopTime,
        RestartPhase.StillRunning => restart.Since + RestartLimits.LateTime,
        _ => restart.NextTryAt ?? Moment.MaxValue,
    };

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
