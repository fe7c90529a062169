using System.Diagnostics;
using System.Globalization;
using BalloonExporter.Domains;
using BalloonExporter.Options;

namespace BalloonExporter.Metrics;

/// <summary><c>GET /metrics</c>: reads the host afresh and answers within Prometheus' deadline.</summary>
internal static class MetricsEndpoint
{
    private const string TimeoutHeader = "X-Prometheus-Scrape-Timeout-Seconds";
    private static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestDeadline = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(500);
    private static readonly HashSet<Guid> NoJobs = [];

    public static async Task HandleAsync(
        HttpContext context, IHostReader reader, IHostDetails details, Exposition exposition, ExporterOptions options)
    {
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        if (CollectorSelection.TryRead(context.Request.Query, options.Collectors, out var wanted) is { } problem)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync(problem, context.RequestAborted);
            return;
        }

        var started = Stopwatch.GetTimestamp();
        var deadline = Deadline(context.Request);
        var snapshot = await reader.ReadAsync(deadline, NoJobs, context.RequestAborted);
        snapshot = await details.AddAsync(snapshot, wanted, deadline - Stopwatch.GetElapsedTime(started), context.RequestAborted);
        await using var output = new LazyStream(context.Response.BodyWriter);
        await exposition.WriteAsync(snapshot, wanted, output, context.RequestAborted);
    }

    private static TimeSpan Deadline(HttpRequest request)
    {
        if (!double.TryParse(request.Headers[TimeoutHeader], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            || seconds <= 0)
            return DefaultDeadline;
        var timeout = seconds < LongestDeadline.TotalSeconds ? TimeSpan.FromSeconds(seconds) : LongestDeadline;
        // A short timeout must not vanish in the margin.
        return timeout - (Margin < timeout / 5 ? Margin : timeout / 5);
    }
}
