using BalloonExporter.Options;
using BalloonExporter.Policy;

namespace BalloonExporter.Feedback;

/// <summary>One log line and one count per decision. The field names are stable: people search for them.</summary>
internal sealed partial class AuditTrail(IFeedbackMetrics metrics, ExporterOptions options, ILogger<AuditTrail> log)
{
    private readonly string _mode = options.Mode == ExporterMode.Act ? "act" : "observe";

    /// <summary>Records what became of a request.</summary>
    public void Record(BalloonRequest request, string? domain, Decision decision)
    {
        metrics.Decision(decision.Verdict, decision.Reason, request.Origin);
        // A repetition of what is already so would fill the log with every delivery.
        var level = decision.Reason is DecisionReason.DeadBand or DecisionReason.Duplicate ? LogLevel.Debug : LogLevel.Information;
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
            request.EvaluatedAt,
            request.Fingerprint);
    }

    /// <summary>Records an alert that asked for nothing that could be carried out.</summary>
    public void Record(string fingerprint, string? uuid, Decision decision)
    {
        metrics.Decision(decision.Verdict, decision.Reason, RequestOrigin.Alert);
        var level = decision.Verdict == Verdict.Ignored ? LogLevel.Debug : LogLevel.Information;
        NotDecided(level, decision.Verdict.ToLabel(), decision.Reason.ToLabel(), RequestOrigin.Alert.ToLabel(), _mode, uuid, fingerprint);
    }

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
        string fingerprint);

    [LoggerMessage(Message = "decision")]
    private partial void NotDecided(
        LogLevel level, string verdict, string reason, string origin, string mode, string? uuid, string fingerprint);
}
