using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Options.Keys;

namespace BalloonExporter.Api;

/// <summary>Every request passes here: nothing below <c>/api/</c> is reached without a key, not even to learn that it is not there.</summary>
internal sealed class ApiGate(ApiAccess access, ApiPlaces places, IFeedbackMetrics metrics)
{
    private const string Root = "/api";

    public static bool Guards(HttpContext context) => Guard(context) is not null || context.Request.Path.StartsWithSegments(Root);

    public async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        if (!Guards(context))
        {
            await next(context);
            return;
        }

        var scope = Guard(context)?.Scope;
        if (await access.AdmitAsync(context, scope) is { } caller)
        {
            context.Features.Set(caller);
            await AnswerAsync(context, scope, next);
        }
        else if (scope == Scope.Feedback)
        {
            metrics.Notification(NotificationResult.Unauthorized);
        }
    }

    private async Task AnswerAsync(HttpContext context, Scope? scope, RequestDelegate next)
    {
        // Messages with targets have a budget by their size.
        if (scope is not { } limited || limited == Scope.Feedback)
        {
            await next(context);
            return;
        }

        using var place = await places.TryEnterAsync(limited, context.RequestAborted);
        if (place is null)
            await Refusal.Busy.ExecuteAsync(context);
        else
            await next(context);
    }

    private static Guarded? Guard(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<Guarded>();
}
