using BalloonExporter.Core.GuardRails;
using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using BalloonExporter.Core.Ports;
using BalloonExporter.Options;

namespace BalloonExporter.Engine;

/// <summary>
/// The only code that moves memory: takes the newest request of each domain, reads the host anew, decides and applies. Shrinks come
/// before grows.
/// </summary>
internal sealed partial class FeedbackLoop(
    IHostReader reader,
    ISnapshotSubscriber tracker,
    IBalloon balloon,
    MovementLedger ledger,
    AuditTrail audit,
    IFeedbackMetrics metrics,
    PauseSwitch pause,
    ActingRole role,
    IStateStore state,
    ExporterOptions options,
    SteadyClock clock,
    TimeProvider time,
    ILogger<FeedbackLoop> log) : BackgroundService
{
    private static readonly TimeSpan ReadDeadline = TimeSpan.FromSeconds(5);

    // Delay between retries of grants that wait for memory being taken.
    private static readonly TimeSpan GrantRetryDelay = TimeSpan.FromMilliseconds(400);
    private const int GrantRetries = 5;

    private readonly PendingRequests _pending = new();
    private readonly Arrivals _arrivals = new(metrics);
    private volatile bool _libvirtWasDown;

    /// <summary>Whether the last read found libvirt down.</summary>
    public bool LibvirtWasDown => _libvirtWasDown;

    private bool Acts => options.Mode == ExporterMode.Act && role.MayAct;

    /// <summary>Submits requests to the loop. Each task completes with its decision; a newer request for the same domain supersedes an older one.</summary>
    public IReadOnlyList<Task<Decision>> Submit(IEnumerable<BalloonRequest> requests)
    {
        var answers = _pending.Submit(requests, clock.Now, out var superseded);
        foreach (var pending in superseded)
            Finish(pending, null, Decision.Refuse(pending.Refusal));
        return answers;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            IReadOnlyList<PendingRequest> batch;
            try
            {
                batch = await _pending.TakeAsync(stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            try
            {
                await RunAsync(batch, stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                // No error of one batch may end the loop.
                BatchFailed(exception);
            }
            finally
            {
                foreach (var pending in batch.Where(pending => !pending.Answer.Task.IsCompleted))
                    Finish(pending, null, new Decision { Verdict = Verdict.Failed, Reason = DecisionReason.LibvirtError });
            }
        }
    }

    private async Task RunAsync(IReadOnlyList<PendingRequest> batch, CancellationToken stopping)
    {
        var snapshot = await ReadAsync(batch, stopping);
        _libvirtWasDown = !snapshot.LibvirtUp;
        if (!snapshot.LibvirtUp)
        {
            foreach (var pending in batch)
                Finish(pending, null, new Decision { Verdict = Verdict.Failed, Reason = DecisionReason.LibvirtDown });
            return;
        }

        var domains = snapshot.Domains.ToDictionary(domain => domain.Uuid);
        var releases = batch.ToLookup(pending => pending.Request.TargetKib < domains.GetValueOrDefault(pending.Request.Uuid)?.CurrentKib);
        var released = await RunPhaseAsync(releases[true], snapshot, null, stopping);
        var waiting = new List<PendingRequest>();
        await RunPhaseAsync(releases[false], snapshot, released && Acts ? waiting : null, stopping);
        // Memory that was taken arrives at the host within a second or two; grants that lack room until then are retried. New requests do
        // not wait for them.
        for (var look = 1; waiting.Count > 0; look++)
        {
            await Task.Delay(GrantRetryDelay, time, stopping);
            var late = waiting;
            waiting = [];
            snapshot = await ReadAsync(late, stopping);
            await RunPhaseAsync(late, snapshot, look < GrantRetries && _pending.IsEmpty ? waiting : null, stopping);
        }
    }

    // The ledger that decisions are made on has seen what they are made on.
    private async Task<HostSnapshot> ReadAsync(IReadOnlyList<PendingRequest> batch, CancellationToken stopping)
    {
        var wanted = batch.Select(pending => pending.Request.Uuid).ToHashSet();
        var snapshot = await reader.ReadSomeAsync(wanted, ReadDeadline, wanted, stopping);
        tracker.TakeIn(snapshot);
        return snapshot;
    }

    // Decisions are made one after another, since each grant reduces the room of the next; they are applied in parallel, since a stuck
    // domain must not block others. Grants that lack room are added to the waiting ones, if there are any. Returns whether anything
    // moved.
    private async Task<bool> RunPhaseAsync(
        IEnumerable<PendingRequest> phase, HostSnapshot snapshot, List<PendingRequest>? waiting, CancellationToken stopping)
    {
        var domains = snapshot.Domains.ToDictionary(domain => domain.Uuid);
        var tally = RecentActivity.None;
        var moves = new List<Task<bool>>();
        foreach (var pending in phase)
        {
            var domain = domains.GetValueOrDefault(pending.Request.Uuid);
            var now = clock.Now;
            var activity = ledger.RecentActivityOf(pending.Request.Uuid, now, options.Limits) with { Paused = pause.IsPaused };
            var decision = GuardRail.Decide(new DecisionContext
            {
                Request = pending.Request,
                Domain = domain,
                Policy = domain is null ? null : EffectivePolicy.Of(domain, options.Limits),
                Host = snapshot.Memory,
                Entry = ledger.Of(pending.Request.Uuid),
                Activity = Acts ? activity : activity.Plus(tally),
                Limits = options.Limits,
                Now = now,
            });
            if (domain is not null)
                decision = _arrivals.Judge(pending.Request, decision, now);
            if (waiting is not null && (decision.Reason == DecisionReason.HostRoom || decision.ClippedBy.Contains(DecisionReason.HostRoom)))
            {
                waiting.Add(pending);
            }
            else if (!decision.HasTarget)
            {
                Finish(pending, domain, decision);
            }
            else
            {
                tally = tally.After(decision);
                moves.Add(ApplyAsync(pending, domain!, decision, stopping));
            }
        }

        return (await Task.WhenAll(moves)).Any(moved => moved);
    }

    private async Task<bool> ApplyAsync(PendingRequest pending, DomainMemory domain, Decision decision, CancellationToken stopping)
    {
        if (!Acts)
        {
            ledger.Imagine(domain.Uuid, decision.ToKib!.Value, clock.Now);
            Finish(pending, domain, decision with { Verdict = Verdict.DryRun });
            return true;
        }

        // Recorded before the call: the next decision must include it, and the balloon may move before the call returns.
        var (uuid, before, decidedAt) = (pending.Request.Uuid, ledger.Of(pending.Request.Uuid), clock.Now);
        ledger.Record(pending.Request, decision, domain, decidedAt, options.Limits);
        ledger.Announce(domain, decision.ToKib!.Value, decidedAt, options.Limits);
        if (decision.ToKib >= decision.FromKib)
        {
            state.SaveSoon();
        }
        else if (!await state.SaveAsync(stopping))
        {
            ledger.TakeBack(uuid, before, decidedAt);
            Finish(pending, domain, Decision.Refuse(DecisionReason.StateUnwritable, decision.FromKib));
            return false;
        }

        DecisionReason? calledOff = null;
        var isOurs = true;
        var check = Preflight.Of(decision, domain, decidedAt, options.Limits);
        var outcome = BalloonOutcome.Failed;
        try
        {
            if (await AnnounceAsync(pending.Request, domain, decision))
            {
                var started = time.GetTimestamp();
                outcome = await balloon.SetTargetAsync(uuid, decision.ToKib.Value, Refusal, stopping);
                metrics.Applied(time.GetElapsedTime(started));
            }
            else
            {
                (outcome, calledOff) = (BalloonOutcome.CalledOff, DecisionReason.AuditUnwritable);
            }
        }
        finally
        {
            // A call that timed out may still take effect, so guard-rails treat it as done.
            if (outcome is BalloonOutcome.Accepted or BalloonOutcome.TimedOut)
            {
                ledger.Count(pending.Request, decision);
                state.SaveSoon();
            }
            else
            {
                ledger.TakeBack(uuid, before, decidedAt);
            }
        }

        // libvirt may know a lower limit: a smaller rescue is better than a failed one.
        if (outcome == BalloonOutcome.RefusedAsTooHigh && decision.Lower(domain, options.Limits.DeadBandMinimumKib) is { } lower)
            return await ApplyAsync(pending, domain, lower, stopping);

        Finish(pending, domain, outcome switch
        {
            BalloonOutcome.Accepted => decision,
            BalloonOutcome.DomainGone => decision with { Verdict = Verdict.Failed, Reason = DecisionReason.DomainGone },
            BalloonOutcome.TimedOut => decision with { Verdict = Verdict.Failed, Reason = DecisionReason.Timeout },
            BalloonOutcome.CalledOff when !isOurs => decision with { Verdict = Verdict.DryRun },
            BalloonOutcome.CalledOff => Decision.Refuse(calledOff ?? DecisionReason.JobUnknown, decision.FromKib),
            _ => decision with { Verdict = Verdict.Failed, Reason = DecisionReason.LibvirtError },
        });
        return outcome == BalloonOutcome.Accepted;

        DecisionReason? Refusal(PreflightState now)
        {
            // Another exporter may have taken the lock since the decision.
            isOurs = role.Confirm();
            return calledOff = isOurs ? check.Refusal(now, pause.IsPaused, clock.Now) : DecisionReason.Paused;
        }
    }

    // Nothing is taken that could not be logged; a guest that gets memory does not wait for the disk.
    private Task<bool> AnnounceAsync(BalloonRequest request, DomainMemory domain, Decision decision)
    {
        if (decision.ToKib < decision.FromKib)
            return audit.AnnounceAsync(request, domain.Name, decision);
        audit.Announce(request, domain.Name, decision);
        return Task.FromResult(true);
    }

    private void Finish(PendingRequest pending, DomainMemory? domain, Decision decision)
    {
        audit.Record(pending.Request, domain?.Name, decision);
        pending.Answer.TrySetResult(decision);
    }

    [LoggerMessage(LogLevel.Error, "A batch of requests failed; the rest of it is dropped")]
    private partial void BatchFailed(Exception exception);
}
