using BalloonExporter.Alerts;
using BalloonExporter.Options;
using BalloonExporter.Policy;

namespace BalloonExporter.Feedback;

/// <summary>One log line and one count per decision. The field names are stable: people search for them.</summary>
internal sealed partial class AuditTrail(
    IFeedbackMetrics metrics, RecentDecisions recent, ILogWriter writer, ExporterOptions options, SteadyClock clock, ILogger<AuditTrail> log)
{
    private readonly string _mode = options.Mode == ExporterMode.Act ? "act" : "observe";

    /// <summary>Waits until what was recorded is written or counted as an error: a second at the longest.</summary>
    public Task WrittenAsync() => writer.FlushAsync();

    /// <summary>Says what is about to be done: the last word of a process that dies before it can say what became of it.</summary>
    /// <returns>Whether that is written. What takes memory must not be done otherwise.</returns>
    public async Task<bool> AnnounceAsync(BalloonRequest request, string? domain, Decision decision)
    {
        if (writer.IsStuck)
            return false;
        // An error that was another line's costs a try, no more.
        var errors = writer.AuditErrors;
        Announce(request, domain, decision);
        return await writer.FlushAsync() && writer.AuditErrors == errors;
    }

    /// <summary>The same for what must be done whether it is written or not.</summary>
    public void Announce(BalloonRequest request, string? domain, Decision decision) => Applying(
        LogLevel.Information,
        request.Origin.ToLabel(),
        domain,
        request.Uuid,
        decision.FromKib * 1024,
        decision.ToKib * 1024,
        request.AskedBy,
        request.Fingerprint);

    /// <summary>Records what became of a request.</summary>
    public void Record(BalloonRequest request, string? domain, Decision decision)
    {
        metrics.Decision(decision.Verdict, decision.Reason, request.Origin);
        // Alertmanager lists the domains of all hosts: those of others are not worth a word.
        var foreign = decision.Reason == DecisionReason.UnknownDomain && request.Origin == RequestOrigin.Poll;
        // A repetition of what is already so would fill the log with every delivery.
        var level = foreign || decision.Reason is DecisionReason.DeadBand or DecisionReason.Duplicate ? LogLevel.Debug : LogLevel.Information;
        Decided(
            level,
            decision.Verdict.ToLabel(),
            decision.Reason.ToLabel(),
            request.Origin.ToLabel(),
            _mode,
            domain,
            request.Uuid,
            decision.FromKib * 1024,
            decision.ToKib * 1024,
            request.TargetKib * 1024,
            decision.ClippedBy.Count > 0 ? string.Join(',', decision.ClippedBy.Select(reason => reason.ToLabel())) : null,
            clock.WallTimeOf(request.EvaluatedAt),
            request.AskedBy,
            request.Fingerprint);
        if (foreign)
            return;
        recent.Add(new RecentDecision(clock.WallTime, request.Origin, decision, request.Fingerprint)
        {
            Uuid = request.Uuid.ToString(),
            Domain = domain,
            AskedBy = request.AskedBy,
            TargetKib = request.TargetKib,
            EvaluatedAt = clock.WallTimeOf(request.EvaluatedAt),
        });
    }

    /// <summary>Records an alert that asked for nothing that could be carried out.</summary>
    public void Record(ReadAlert alert, Decision decision)
    {
        metrics.Decision(decision.Verdict, decision.Reason, alert.Origin);
        var level = decision.Verdict == Verdict.Ignored ? LogLevel.Debug : LogLevel.Information;
        NotDecided(
            level, decision.Verdict.ToLabel(), decision.Reason.ToLabel(), alert.Origin.ToLabel(), _mode, alert.Uuid, alert.AskedBy, alert.Fingerprint);
        // A heartbeat comes every few seconds and would push out everything else.
        if (decision.Reason != DecisionReason.Heartbeat)
            recent.Add(new RecentDecision(clock.WallTime, alert.Origin, decision, alert.Fingerprint) { Uuid = alert.Uuid, AskedBy = alert.AskedBy });
    }

    [LoggerMessage(Message = "applying")]
    private partial void Applying(
        LogLevel level, string origin, string? domain, Guid uuid, long? fromBytes, long? toBytes, string? askedBy, string fingerprint);

    [LoggerMessage(Message = "decision")]
    private partial void Decided(
        LogLevel level,
        string verdict,
        string reason,
        string origin,
        string mode,
        string? domain,
        Guid uuid,
        long? fromBytes,
        long? toBytes,
        long? targetBytes,
        string? clippedBy,
        DateTimeOffset evaluatedAt,
        string? askedBy,
        string fingerprint);

    [LoggerMessage(Message = "decision")]
    private partial void NotDecided(
        LogLevel level, string verdict, string reason, string origin, string mode, string? uuid, string? askedBy, string fingerprint);
}
