using BalloonExporter.Alertmanager;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Engine;
using ExporterToolkit.Configuration;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace BalloonExporter.Api;

/// <summary><c>/api/v1/feedback</c>.</summary>
/// <remarks>
/// Answers soon with the decisions made by then: others are pending, and are found in the log, the counters and at
/// <c>/api/v1/decisions</c>. A client that wants to wait says so.
/// </remarks>
internal sealed partial class FeedbackEndpoint(
    FeedbackLoop loop, AuditTrail audit, MessageBudget messages, IFeedbackMetrics metrics, Heartbeats heartbeats, ResendHint hint, SteadyClock clock, TimeProvider time, ILogger<FeedbackEndpoint> log)
{
    public const string Path = "/api/v1/feedback";

    private const int BodyLimit = 4 * Kib.BytesPerMiB;

    // Counted from when the message begins to come. Who sends is answered in 50 ms: the other 20 are for logging and writing what is
    // decided by then. The wait is the same however many alerts there are: how long their verdicts take to write depends on the machine,
    // and a guess of it would leave a large message less time to be decided in, or none.
    private static readonly TimeSpan DefaultWait = TimeSpan.FromMilliseconds(30);

    // Alertmanager before 0.28 waits for an answer without a limit and abandons a notification after ten seconds at the latest.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(8);

    private volatile bool _truncated;

    /// <summary>Alertmanager's webhook</summary>
    /// <remarks>
    /// Takes payload version 4 and answers with a verdict per alert, in their order. What is not decided after the wait is pending; the
    /// outcome is in the log, in the counters and at /api/v1/decisions. 200 also when every alert was refused: a refusal is no failure.
    /// </remarks>
    /// <param name="wait">How long to wait for decisions: 30ms by default, 8s at most.</param>
    /// <param name="body">The message.</param>
    /// <param name="caller">Who sends it.</param>
    /// <param name="context">The request.</param>
    /// <response code="200">Read; a verdict per alert.</response>
    /// <response code="400">Not Alertmanager's JSON, another version, or a bad parameter.</response>
    /// <response code="408">The body did not come in time.</response>
    /// <response code="413">Larger than 4 MiB, or more than 10,000 alerts.</response>
    /// <response code="503">libvirt cannot be reached (with a verdict per alert), or too much is asked for at once: send it again.</response>
    public async Task<Results<Ok<FeedbackAnswer>, JsonHttpResult<FeedbackAnswer>, Refusal>> PostAsync(
        [FromQuery] string[] wait, RequestBody<AlertmanagerMessage> body, Caller caller, HttpContext context)
    {
        var started = time.GetTimestamp();
        if (ReadWait(wait) is not { } patience)
            return Refuse(NotificationResult.Malformed, $"wait must be a duration from 0 to {LongestWait.TotalSeconds:0}s");
        var (message, refusal) = await body.ReadAsync(BodyLimit, Parse, AdmitAsync);
        if (message is not null)
            return await AnswerAsync(message, caller.Name, patience - time.GetElapsedTime(started), context.RequestAborted);
        // What the parser refuses is counted there.
        if (refusal!.Kind is null)
            metrics.Notification(ResultOf(refusal.Status));
        return refusal;

        // Held until the answer is read: it contains data of the message.
        async Task<bool> AdmitAsync(int bytes, CancellationToken cancellation)
        {
            if (await messages.TryEnterAsync(bytes, cancellation) is not { } room)
                return false;
            context.Response.RegisterForDispose(room);
            return true;
        }
    }

    private async Task<Results<Ok<FeedbackAnswer>, JsonHttpResult<FeedbackAnswer>, Refusal>> AnswerAsync(
        AlertmanagerMessage message, string caller, TimeSpan wait, CancellationToken aborted)
    {
        TellTruncated(message, caller);
        var alerts = AlertReader.Read(message, clock, caller);
        if (alerts.Any(alert => alert.Refusal == DecisionReason.Heartbeat))
            heartbeats.Note(clock.Now);
        hint.Beat(alerts);

        var decisions = await DecideAsync(alerts, wait, aborted);
        // The log lines are written before the answer, whatever happens to this process.
        await audit.WrittenAsync();
        var answer = new FeedbackAnswer
        {
            Accepted = decisions.Count(decision => decision.Verdict is Verdict.Applied or Verdict.DryRun),
            Results = [.. alerts.Zip(decisions, AlertResult.Of)],
        };
        // If the last read of libvirt failed, pending decisions will most likely fail too. A superfluous retry is harmless.
        var unavailable = decisions.Any(decision =>
            decision.Reason == DecisionReason.LibvirtDown || (decision.Verdict == Verdict.Pending && loop.LibvirtWasDown));
        metrics.Notification(unavailable ? NotificationResult.Unavailable : NotificationResult.Accepted);
        // Only a 5xx is retried soon; a refusal is an answer, not an error.
        return unavailable
            ? TypedResults.Json(answer, ApiJson.Answers.FeedbackAnswer, statusCode: StatusCodes.Status503ServiceUnavailable)
            : TypedResults.Ok(answer);
    }

    private static TimeSpan? ReadWait(string[] wait) => wait.Length == 0
        ? DefaultWait
        : wait is [var text] && Duration.TryParse(text) is { } read && read <= LongestWait ? read : null;

    private (AlertmanagerMessage? Message, Refusal? Refusal) Parse(ReadOnlyMemory<byte> body)
    {
        var read = FeedbackMessage.Read(body);
        return read.Message is { } message ? (message, null) : (null, Refuse(read.Result, read.Error));
    }

    private Refusal Refuse(NotificationResult result, string error)
    {
        metrics.Notification(result);
        var status = result == NotificationResult.TooLarge ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status400BadRequest;
        return new Refusal(status, error, result.ToLabel());
    }

    private static NotificationResult ResultOf(int status) => status switch
    {
        StatusCodes.Status413PayloadTooLarge => NotificationResult.TooLarge,
        StatusCodes.Status408RequestTimeout => NotificationResult.TooSlow,
        StatusCodes.Status503ServiceUnavailable => NotificationResult.Unavailable,
        _ => NotificationResult.Malformed,
    };

    private async Task<IReadOnlyList<Decision>> DecideAsync(IReadOnlyList<ReadAlert> alerts, TimeSpan wait, CancellationToken aborted)
    {
        foreach (var alert in alerts)
        {
            if (alert.DecisionWithoutLook is { } decision)
                audit.Record(alert, decision);
        }

        var answers = loop.Submit(alerts.Select(alert => alert.Request).OfType<BalloonRequest>());
        var next = 0;
        var pending = alerts.Select(alert => alert.Request is null ? null : answers[next++]).ToList();
        try
        {
            await Task.WhenAll(answers).WaitAsync(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, time, aborted);
        }
        catch (TimeoutException)
        {
            // Logged below; the loop continues without a waiting client.
        }

        return [.. alerts.Zip(pending, (alert, task) => alert.DecisionWithoutLook ?? (task!.IsCompletedSuccessfully
            ? task.Result
            : new Decision { Verdict = Verdict.Pending, Reason = DecisionReason.InProgress }))];
    }

    // Logged when it begins, not with every message.
    private void TellTruncated(AlertmanagerMessage message, string caller)
    {
        var truncated = message.TruncatedAlerts > 0;
        if (truncated && !_truncated)
            AlertsMissing(message.TruncatedAlerts, caller);
        _truncated = truncated;
    }

    [LoggerMessage(LogLevel.Warning, "Alertmanager leaves alerts out of its messages: set the receiver's max_alerts to 0")]
    private partial void AlertsMissing(long missing, string askedBy);
}
