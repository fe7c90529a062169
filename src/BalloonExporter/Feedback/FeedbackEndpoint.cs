using System.Text.Json;
using BalloonExporter.Alerts;
using BalloonExporter.Policy;
using Microsoft.AspNetCore.Http.Features;

namespace BalloonExporter.Feedback;

/// <summary><c>POST /api/v1/feedback</c>: Alertmanager's webhook.</summary>
internal sealed class FeedbackEndpoint(
    FeedbackLoop loop, ApiAccess access, AuditTrail audit, IFeedbackMetrics metrics, TimeProvider time)
{
    public const string Path = "/api/v1/feedback";

    private const string PayloadVersion = "4";
    private const long BodyLimit = 4 * 1024 * 1024;

    // Alertmanager before 0.28 waits without end for an answer and gives up a notification after ten seconds at the latest.
    private static readonly TimeSpan AnswerDeadline = TimeSpan.FromSeconds(8);

    public async Task HandleAsync(HttpContext context)
    {
        if (await access.AdmitAsync(context) is null)
        {
            metrics.Notification(NotificationResult.Unauthorized);
            return;
        }

        if (await ReadAsync(context) is not { } message)
            return;

        var alerts = AlertReader.Read(message);
        if (alerts.Any(alert => alert.Refusal == DecisionReason.Heartbeat))
            metrics.Heartbeat(time.GetUtcNow());

        var decisions = await DecideAsync(alerts, context.RequestAborted);
        var results = alerts.Zip(decisions, AlertResult.Of).ToList();
        var unavailable = decisions.Any(decision => decision.Reason == DecisionReason.LibvirtDown);
        metrics.Notification(unavailable ? NotificationResult.Unavailable : NotificationResult.Accepted);
        // Only a 5xx is tried again soon; a refusal is an answer, not a failure.
        context.Response.StatusCode = unavailable ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        var accepted = decisions.Count(decision => decision.Verdict is Verdict.Applied or Verdict.DryRun);
        await context.Response.WriteAsJsonAsync(new FeedbackAnswer(accepted, results), FeedbackJson.Default.FeedbackAnswer);
    }

    private async Task<AlertmanagerMessage?> ReadAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            // A body announced as too large is answered at once and read to nowhere by the server for a few seconds: a client
            // that is cut off while it sends never sees the answer.
            var announcedTooLarge = context.Request.ContentLength > BodyLimit;
            size.MaxRequestBodySize = announcedTooLarge ? null : BodyLimit;
            if (announcedTooLarge)
            {
                await RefuseTooLargeAsync(context);
                return null;
            }
        }

        AlertmanagerMessage? message;
        try
        {
            message = await JsonSerializer.DeserializeAsync(
                context.Request.Body, AlertmanagerJson.Default.AlertmanagerMessage, context.RequestAborted);
        }
        catch (JsonException exception)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, NotificationResult.Malformed, $"not Alertmanager's JSON: {exception.Message}");
            return null;
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            await RefuseTooLargeAsync(context);
            return null;
        }
        catch (BadHttpRequestException exception)
        {
            await RefuseAsync(context, exception.StatusCode, NotificationResult.Malformed, exception.Message);
            return null;
        }

        if (message?.Version == PayloadVersion && message.Alerts is not null)
            return message;
        if (message?.Version is null or PayloadVersion)
        {
            await RefuseAsync(
                context, StatusCodes.Status400BadRequest, NotificationResult.Malformed, "not Alertmanager's JSON: version and alerts are needed");
            return null;
        }

        await RefuseAsync(
            context,
            StatusCodes.Status400BadRequest,
            NotificationResult.UnsupportedVersion,
            $"payload version {message.Version} is not known here, only {PayloadVersion}");
        return null;
    }

    private async Task<IReadOnlyList<Decision>> DecideAsync(IReadOnlyList<ReadAlert> alerts, CancellationToken aborted)
    {
        foreach (var alert in alerts)
        {
            if (alert.DecisionWithoutLook is { } decision)
                audit.Record(alert.Fingerprint, alert.Uuid, decision);
        }

        var answers = loop.Submit(alerts.Select(alert => alert.Request).OfType<BalloonRequest>());
        var next = 0;
        var pending = alerts.Select(alert => alert.Request is null ? null : answers[next++]).ToList();
        try
        {
            await Task.WhenAll(answers).WaitAsync(AnswerDeadline, time, aborted);
        }
        catch (TimeoutException)
        {
            // Told below; the loop goes on without anybody waiting.
        }

        return [.. alerts.Zip(pending, (alert, task) => alert.DecisionWithoutLook ?? (task!.IsCompletedSuccessfully
            ? task.Result
            : new Decision { Verdict = Verdict.Pending, Reason = DecisionReason.InProgress }))];
    }

    private Task RefuseTooLargeAsync(HttpContext context) =>
        RefuseAsync(context, StatusCodes.Status413PayloadTooLarge, NotificationResult.TooLarge, $"the body is larger than {BodyLimit} bytes");

    private Task RefuseAsync(HttpContext context, int status, NotificationResult result, string error)
    {
        metrics.Notification(result);
        return ApiError.WriteAsync(context, status, error);
    }
}
