using BalloonExporter.Alertmanager;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using ExporterToolkit.Logging;

namespace BalloonExporter.Engine;

/// <summary>One count per decision, and a log line as <see cref="RefusalLog"/> has it. The field names are stable: people search for them.</summary>
internal sealed partial class AuditTrail(
    IFeedbackMetrics metrics, RecentDecisions recent, ILogWriter writer, ActingRole role, SteadyClock clock, ILogger<AuditTrail> log)
{
    private readonly RefusalLog _refusals = new(clock);

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
        domain is null ? null : TextBounds.Cut(domain),
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
        var line = new DecisionLine(level, decision, request.Origin, request.Fingerprint)
        {
            Uuid = request.Uuid.ToString(),
            Domain = domain is null ? null : TextBounds.Cut(domain),
            AskedBy = request.AskedBy,
            TargetKib = request.TargetKib,
            EvaluatedAt = clock.WallTimeOf(request.EvaluatedAt),
        };
        Tell(line);
        if (!foreign)
            Keep(line);
    }

    /// <summary>Records an alert that asked for nothing that could be carried out.</summary>
    public void Record(ReadAlert alert, Decision decision)
    {
        metrics.Decision(decision.Verdict, decision.Reason, alert.Origin);
        var level = decision.Verdict == Verdict.Ignored ? LogLevel.Debug : LogLevel.Information;
        var line = new DecisionLine(level, decision, alert.Origin, alert.Fingerprint) { Uuid = alert.Uuid, AskedBy = alert.AskedBy };
        Tell(line);
        // A heartbeat comes every few seconds and would push out everything else.
        if (decision.Reason != DecisionReason.Heartbeat)
            Keep(line);
    }

    /// <summary>Tells what was refused over and over since it was last told. To be called every few seconds.</summary>
    public void TellRepetitions()
    {
        foreach (var (last, count) in _refusals.TakeDue())
            Write(last, count);
    }

    private void Tell(DecisionLine line)
    {
        if (_refusals.IsTold(line))
            Write(line, null);
    }

    private void Keep(DecisionLine line) => recent.Add(new RecentDecision(clock.WallTime, line.Origin, line.Decision, line.Fingerprint)
    {
        Uuid = line.Uuid,
        Domain = line.Domain,
        AskedBy = line.AskedBy,
        TargetKib = line.TargetKib,
        EvaluatedAt = line.EvaluatedAt,
    });

    private void Write(DecisionLine line, long? repeated) => Decided(
        line.Level,
        line.Decision.Verdict.ToLabel(),
        line.Decision.Reason.ToLabel(),
        line.Origin.ToLabel(),
        role.ModeLabel,
        line.Domain,
        line.Uuid,
        line.Decision.FromKib * 1024,
        line.Decision.ToKib * 1024,
        line.TargetKib * 1024,
        line.Decision.ClippedBy.Count > 0 ? string.Join(',', line.Decision.ClippedBy.Select(reason => reason.ToLabel())) : null,
        line.EvaluatedAt,
        line.AskedBy,
        line.Fingerprint,
        repeated);

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
        string? uuid,
        long? fromBytes,
        long? toBytes,
        long? targetBytes,
        string? clippedBy,
        DateTimeOffset? evaluatedAt,
        string? askedBy,
        string fingerprint,
        long? repeated);
}
