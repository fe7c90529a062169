using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Options.Keys;

namespace BalloonExporter.Api;

/// <summary>Requires a key for each request below <c>/api/</c>, even for pages that do not exist.</summary>
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
        // Messages with targets have a limit by their size.
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
