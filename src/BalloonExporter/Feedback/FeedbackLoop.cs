using BalloonExporter.Domains;
using BalloonExporter.Options;
using BalloonExporter.Policy;

namespace BalloonExporter.Feedback;

/// <summary>
/// The one place where memory moves: takes the newest request of each domain, reads the host afresh, decides, applies.
/// Releases come before grants.
/// </summary>
internal sealed partial class FeedbackLoop(
    IHostReader reader,
    IBalloon balloon,
    MovementLedger ledger,
    AuditTrail audit,
    IFeedbackMetrics metrics,
    ExporterOptions options,
    TimeProvider time,
    ILogger<FeedbackLoop> log) : BackgroundService
{
    private static readonly TimeSpan ReadDeadline = TimeSpan.FromSeconds(5);

    private readonly RequestBoard _board = new();

    /// <summary>Puts requests up for the loop. Each task ends with the decision; a newer request for the same domain ends an older one's.</summary>
    public IReadOnlyList<Task<Decision>> Submit(IEnumerable<BalloonRequest> requests)
    {
        var answers = _board.Put(requests, out var overtaken);
        foreach (var pending in overtaken)
            Finish(pending, null, Decision.Refuse(DecisionReason.Superseded));
        return answers;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            IReadOnlyList<PendingRequest> batch;
            try
            {
                batch = await _board.TakeAsync(stoppingToken);
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
                // Nothing of one batch may end the loop: the next one must find it running.
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
        var wanted = batch.Select(pending => pending.Request.Uuid).ToHashSet();
        var snapshot = await reader.ReadAsync(ReadDeadline, wanted, stopping);
        if (!snapshot.LibvirtUp)
        {
            foreach (var pending in batch)
                Finish(pending, null, new Decision { Verdict = Verdict.Failed, Reason = DecisionReason.LibvirtDown });
            return;
        }

        var domains = snapshot.Domains.ToDictionary(domain => domain.Uuid);
        var releases = batch.ToLookup(pending => pending.Request.TargetKib < domains.GetValueOrDefault(pending.Request.Uuid)?.CurrentKib);
        await RunPhaseAsync(releases[true]);
        await RunPhaseAsync(releases[false]);

        async Task RunPhaseAsync(IEnumerable<PendingRequest> phase)
        {
            // Decided one after another, since each grant takes from the room of the next; applied together, since a stuck domain
            // must not hold the others.
            var grantedKib = ledger.GrantedSinceKib(time.GetUtcNow() - options.Limits.GrantWindow);
            var moves = new List<Task>();
            foreach (var pending in phase)
            {
                var domain = domains.GetValueOrDefault(pending.Request.Uuid);
                var decision = Decide(pending.Request, domain, snapshot.Memory, grantedKib);
                if (!decision.Moves)
                {
                    Finish(pending, domain, decision);
                    continue;
                }

                grantedKib += Math.Max(0, decision.ToKib!.Value - decision.FromKib!.Value);
                moves.Add(ApplyAsync(pending, domain, decision, stopping));
            }

            await Task.WhenAll(moves);
        }
    }

    private Decision Decide(BalloonRequest request, DomainMemory? domain, HostMemory? host, long grantedKib) => BalloonPolicy.Decide(
        request,
        domain,
        domain is null ? null : DomainPolicy.Of(domain, options.Limits),
        host,
        ledger.Of(request.Uuid),
        grantedKib,
        options.Limits,
        time.GetUtcNow());

    private async Task ApplyAsync(PendingRequest pending, DomainMemory? domain, Decision decision, CancellationToken stopping)
    {
        if (options.Mode != ExporterMode.Act)
        {
            Finish(pending, domain, decision with { Verdict = Verdict.DryRun });
            return;
        }

        var started = time.GetTimestamp();
        var outcome = await balloon.SetTargetAsync(pending.Request.Uuid, decision.ToKib!.Value, stopping);
        metrics.Applied(time.GetElapsedTime(started));
        // A call that timed out may still take effect, so it counts as done for every guard-rail.
        if (outcome is BalloonOutcome.Accepted or BalloonOutcome.TimedOut)
            ledger.Record(pending.Request, decision, time.GetUtcNow(), options.Limits);
        Finish(pending, domain, outcome switch
        {
            BalloonOutcome.Accepted => decision,
            BalloonOutcome.DomainGone => decision with { Verdict = Verdict.Failed, Reason = DecisionReason.DomainGone },
            BalloonOutcome.TimedOut => decision with { Verdict = Verdict.Failed, Reason = DecisionReason.Timeout },
            _ => decision with { Verdict = Verdict.Failed, Reason = DecisionReason.LibvirtError },
        });
    }

    private void Finish(PendingRequest pending, DomainMemory? domain, Decision decision)
    {
        audit.Record(pending.Request, domain?.Name, decision);
        pending.Answer.TrySetResult(decision);
    }

    [LoggerMessage(LogLevel.Error, "A batch of requests failed; nothing more of it is done")]
    private partial void BatchFailed(Exception exception);
}
