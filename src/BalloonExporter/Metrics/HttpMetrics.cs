using System.Diagnostics;
using System.Globalization;
using BalloonExporter.Core.Model;
using Prometheus;

namespace BalloonExporter.Metrics;

/// <summary>Requests that were answered, by page. Connections that are refused, and what is not HTTP, never get here.</summary>
/// <remarks>A route is the template of a page and never what a client wrote: strangers cannot add series beyond pages × answers.</remarks>
internal sealed class HttpMetrics : IExporterMetrics
{
    /// <summary>The route of requests for which there is no page.</summary>
    public const string NoPage = "other";

    /// <summary>The code of requests whose client was gone before the answer began, as nginx has it.</summary>
    public const int ClientIsGone = 499;

    private readonly Counter _requests;
    private readonly Histogram _duration;

    public HttpMetrics()
    {
        var metrics = Prometheus.Metrics.WithCustomRegistry(Registry);
        _requests = metrics.CreateCounter(
            "balloon_http_requests_total",
            "Requests, by the template of the page (other: there is none) and the answer's status (499: the client had gone).",
            ["route", "code"]);
        _duration = metrics.CreateHistogram(
            "balloon_http_request_duration_seconds",
            "Time from a request to the end of its answer.",
            ["route"],
            new HistogramConfiguration { Buckets = [0.01, 0.1, 0.5, 1, 2.5, 10] });
    }

    public CollectorName? Name => null;

    public CollectorRegistry Registry { get; } = Prometheus.Metrics.NewCustomRegistry();

    public void Refresh()
    {
        // Counted where it happens.
    }

    /// <summary>Counts one request. To be the outermost: what comes after it may still change the answer.</summary>
    public async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            var gone = context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted;
            Count(Route(context), gone ? ClientIsGone : context.Response.StatusCode, Stopwatch.GetElapsedTime(started));
        }
    }

    /// <param name="route">A page's template.</param>
    /// <param name="code">The status of the answer.</param>
    /// <param name="duration">How long it took.</param>
    public void Count(string route, int code, TimeSpan duration)
    {
        _requests.WithLabels(route, code.ToString(CultureInfo.InvariantCulture)).Inc();
        _duration.WithLabels(route).Observe(duration.TotalSeconds);
    }

    private static string Route(HttpContext context) => (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? NoPage;
}
