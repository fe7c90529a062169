using BalloonExporter.Alertmanager;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Engine;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Api;

/// <summary><c>POST /api/v1/feedback</c>: Alertmanager's webhook.</summary>
/// <remarks>
/// It answers at once with what is decided by then: what takes longer is pending, and told in the log, the counters and
/// <c>/api/v1/decisions</c>. Whoever wants to wait says so.
/// </remarks>
internal sealed partial class FeedbackEndpoint(
    FeedbackLoop loop, AuditTrail audit, RequestBody bodies, MessageBudget messages, IFeedbackMetrics metrics, Heartbeats heartbeats, ResendHint hint, SteadyClock clock, TimeProvider time, ILogger<FeedbackEndpoint> log)
{
    public const string Path = "/api/v1/feedback";

    private const int BodyLimit = 4 * Kib.BytesPerMiB;
    private const string WaitParameter = "wait";

    // Counted from the first byte of the request on: with the writing it is an answer within 50 ms.
    private static readonly TimeSpan DefaultWait = TimeSpan.FromMilliseconds(30);

    // Verdicts are logged and written too, on a processor that has other things to do: so many of them in a millisecond.
    private const int VerdictsPerMillisecond = 50;

    // Alertmanager before 0.28 waits without end for an answer and gives up a notification after ten seconds at the latest.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(8);

    private volatile bool _truncated;

    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            await AnswerAsync(context);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested)
        {
            // Whoever asked has hung up: nobody is left to be answered. What was put up is carried out all the same.
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var started = time.GetTimestamp();
        var caller = Caller.Of(context);
        if (Wait(context.Request.Query) is not { } wait)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, NotificationResult.Malformed, $"wait must be a duration from 0 to {LongestWait.TotalSeconds:0}s");
            return;
        }

        // Until the answer is read: it is made of what the message was.
        IDisposable? room = null;
        try
        {
            if (await ReadAsync(context, Admit) is { } message)
                await AnswerAsync(context, message, caller, wait - time.GetElapsedTime(started));
        }
        finally
        {
            room?.Dispose();
        }

        async Task<bool> Admit(int bytes, CancellationToken cancellation) => (room = await messages.TryEnterAsync(bytes, cancellation)) is not null;
    }

    private async Task AnswerAsync(HttpContext context, AlertmanagerMessage message, string caller, TimeSpan wait)
    {
        TellTruncated(message, caller);
        var alerts = AlertReader.Read(message, clock, caller);
        if (alerts.Any(alert => alert.Refusal == DecisionReason.Heartbeat))
            heartbeats.Note(clock.Now);
        hint.Beat(alerts);

        var decisions = await DecideAsync(alerts, wait - TimeSpan.FromMilliseconds(alerts.Count / VerdictsPerMillisecond), context.RequestAborted);
        // Whoever reads the answer can find its lines, whatever becomes of this process.
        await audit.WrittenAsync();
        var results = alerts.Zip(decisions, AlertResult.Of).ToList();
        // What is not decided yet most likely fails too if the last look at libvirt did. Too much asked for does no harm.
        var unavailable = decisions.Any(decision =>
            decision.Reason == DecisionReason.LibvirtDown || (decision.Verdict == Verdict.Pending && loop.LibvirtWasDown));
        metrics.Notification(unavailable ? NotificationResult.Unavailable : NotificationResult.Accepted);
        // Only a 5xx is tried again soon; a refusal is an answer, not a failure.
        context.Response.StatusCode = unavailable ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        var accepted = decisions.Count(decision => decision.Verdict is Verdict.Applied or Verdict.DryRun);
        await context.Response.WriteAsJsonAsync(new FeedbackAnswer(accepted, results), FeedbackJson.Default.FeedbackAnswer);
    }

    private static TimeSpan? Wait(IQueryCollection query) => !query.TryGetValue(WaitParameter, out var values)
        ? DefaultWait
        : values is [{ } text] && Duration.TryParse(text) is { } wait && wait <= LongestWait ? wait : null;

    private async Task<AlertmanagerMessage?> ReadAsync(HttpContext context, Func<int, CancellationToken, Task<bool>> admit)
    {
        var (read, problem) = await bodies.ReadAsync(context, BodyLimit, FeedbackMessage.Read, admit);
        if (read?.Message is { } message)
            return message;
        if (problem is not null)
        {
            metrics.Notification(ResultOf(problem.Status));
            await problem.WriteAsync(context);
            return null;
        }

        var status = read!.Result == NotificationResult.TooLarge ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status400BadRequest;
        await RefuseAsync(context, status, read.Result, read.Error);
        return null;
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
            // Told below; the loop goes on without anybody waiting.
        }

        return [.. alerts.Zip(pending, (alert, task) => alert.DecisionWithoutLook ?? (task!.IsCompletedSuccessfully
            ? task.Result
            : new Decision { Verdict = Verdict.Pending, Reason = DecisionReason.InProgress }))];
    }

    // Said when it begins, not with every message.
    private void TellTruncated(AlertmanagerMessage message, string caller)
    {
        var truncated = message.TruncatedAlerts > 0;
        if (truncated && !_truncated)
            AlertsMissing(message.TruncatedAlerts, caller);
        _truncated = truncated;
    }

    private Task RefuseAsync(HttpContext context, int status, NotificationResult result, string error)
    {
        metrics.Notification(result);
        return ApiError.WriteAsync(context, status, error, result.ToLabel());
    }

    [LoggerMessage(LogLevel.Warning, "Alertmanager leaves alerts out of its messages: set the receiver's max_alerts to 0")]
    private partial void AlertsMissing(long missing, string askedBy);
}
