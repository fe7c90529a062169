using BalloonExporter.Feedback;
using BalloonExporter.Options.Keys;

namespace BalloonExporter.Web;

/// <summary>Every request passes here: nothing below <c>/api/</c> is reached without a key, not even to learn that it is not there.</summary>
internal sealed class ApiGate(ApiAccess access, IFeedbackMetrics metrics)
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
            await next(context);
        }
        else if (scope == Scope.Feedback)
        {
            metrics.Notification(NotificationResult.Unauthorized);
        }
    }

    private static Guarded? Guard(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<Guarded>();
}
