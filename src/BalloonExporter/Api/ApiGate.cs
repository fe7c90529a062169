using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;

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

        var guard = Guard(context);
        if (await access.AdmitAsync(context, guard?.Scope) is { } caller)
        {
            context.Features.Set(caller);
            await AnswerAsync(context, guard, next);
        }
        else if (guard is { TakesMessages: true })
        {
            metrics.Notification(NotificationResult.Unauthorized);
        }
    }

    private async Task AnswerAsync(HttpContext context, Guarded? guard, RequestDelegate next)
    {
        if (guard is not { TakesMessages: false, Scope: var limited })
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
