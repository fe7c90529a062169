using BalloonExporter.Alertmanager;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using ExporterToolkit.Logging;

namespace BalloonExporter.Engine;

/// <summary>Counts each decision, and logs it as <see cref="RefusalLog"/> decides. The field names are stable, since users search for them.</summary>
internal sealed partial class AuditTrail(
    IFeedbackMetrics metrics, RecentDecisions recent, ILogWriter writer, ActingRole role, SteadyClock clock, TimeProvider time, ILogger<AuditTrail> log)
{
    private readonly RefusalLog _refusals = new(time);

    /// <summary>Waits until the recorded lines are written or counted as errors, at most one second.</summary>
    public Task WrittenAsync() => writer.FlushAsync();

    /// <summary>Logs a target that is about to be set, in case the process dies before it can log the result.</summary>
    /// <returns>Whether the line was written. If not, memory must not be taken.</returns>
    public async Task<bool> AnnounceAsync(BalloonRequest request, string? domain, Decision decision)
    {
        if (writer.IsStuck)
            return false;
        // An error of another line only costs a retry.
        var errors = writer.AuditErrors;
        Announce(request, domain, decision);
        return await writer.FlushAsync() && writer.AuditErrors == errors;
    }

    /// <summary>The same for a target that is set whether the line is written or not.</summary>
    public void Announce(BalloonRequest request, string? domain, Decision decision) => Applying(
        LogLevel.Information,
        request.Origin.ToLabel(),
        domain is null ? null : TextBounds.Cut(domain),
        request.Uuid,
        decision.FromBytes,
        decision.ToBytes,
        request.AskedBy,
        request.Cause?.ToLabel(),
        DecisionRecord.HelpsText(request.Helps),
        request.Fingerprint);

    /// <summary>Records the result of a request.</summary>
    public void Record(BalloonRequest request, string? domain, Decision decision) => Record(DecisionRecord.Of(request, domain, decision, clock));

    /// <summary>Records an alert without a valid request.</summary>
    public void Record(ReadAlert alert, Decision decision) => Record(DecisionRecord.Of(alert, decision, clock));

    /// <summary>Logs refusals that repeated since the last call. Call it every few seconds.</summary>
    public void TellRepetitions()
    {
        foreach (var (last, count) in _refusals.TakeDue())
            Write(last, count);
    }

    private void Record(DecisionRecord record)
    {
        metrics.Decision(record.Decision.Verdict, record.Decision.ToldReason, record.Origin);
        if (_refusals.IsTold(record))
            Write(record, null);
        // Domains of other hosts are not worth a word, and a heartbeat comes every few seconds: they would push out everything else.
        if (!record.IsForeign && record.Decision.Reason != DecisionReason.Heartbeat)
            recent.Add(record);
    }

    private void Write(DecisionRecord record, long? repeated) => Decided(
        record.Level,
        record.Decision.Verdict.ToLabel(),
        record.Decision.ToldReason.ToLabel(),
        record.Origin.ToLabel(),
        role.ModeLabel,
        record.Domain,
        record.Uuid,
        record.Decision.FromBytes,
        record.Decision.ToBytes,
        record.TargetBytes,
        record.Decision.ClippedBy.Count > 0 ? string.Join(',', record.Decision.ClippedBy.Select(reason => reason.ToLabel())) : null,
        record.EvaluatedAt,
        record.AskedBy,
        record.Cause?.ToLabel(),
        DecisionRecord.HelpsText(record.Helps),
        record.Fingerprint,
        repeated);

    [LoggerMessage(Message = "applying")]
    private partial void Applying(
        LogLevel level, string origin, string? domain, Guid uuid, long? fromBytes, long? toBytes, string? askedBy, string? cause, string? helps, string fingerprint);

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
        string? cause,
        string? helps,
        string fingerprint,
        long? repeated);
}
