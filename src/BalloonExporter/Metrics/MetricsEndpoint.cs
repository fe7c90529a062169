using System.Diagnostics;
using System.Globalization;
using BalloonExporter.Domains;
using BalloonExporter.Options;

namespace BalloonExporter.Metrics;

/// <summary><c>GET /metrics</c>: reads the host afresh and answers as soon as its client needs the answer.</summary>
/// <remarks>What a client says of its time is how long it waits. It never becomes a limit of the read, which others share.</remarks>
internal static class MetricsEndpoint
{
    private const string TimeoutHeader = "X-Prometheus-Scrape-Timeout-Seconds";
    private static readonly TimeSpan UsualPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestPatience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(500);

    public static async Task HandleAsync(
        HttpContext context, SharedReader reader, IHostDetails details, Exposition exposition, ExporterOptions options)
    {
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        if (CollectorSelection.TryRead(context.Request.Query, options.Collectors, out var wanted) is { } problem)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync(problem, context.RequestAborted);
            return;
        }

        var started = Stopwatch.GetTimestamp();
        var patience = PatienceOf(context.Request);
        var snapshot = await reader.ReadAsync(patience, context.RequestAborted);
        snapshot = await details.AddAsync(snapshot, wanted, patience - Stopwatch.GetElapsedTime(started), context.RequestAborted);
        await using var output = new LazyStream(context.Response.BodyWriter);
        await exposition.WriteAsync(snapshot, wanted, output, context.RequestAborted);
    }

    private static TimeSpan PatienceOf(HttpRequest request)
    {
        if (!double.TryParse(request.Headers[TimeoutHeader], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            || seconds <= 0)
            return UsualPatience;
        var timeout = seconds < LongestPatience.TotalSeconds ? TimeSpan.FromSeconds(seconds) : LongestPatience;
        // A short timeout must not vanish in the margin.
        return timeout - (Margin < timeout / 5 ? Margin : timeout / 5);
    }
}
