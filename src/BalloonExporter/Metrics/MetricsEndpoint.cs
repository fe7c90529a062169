using System.Diagnostics;
using System.Globalization;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Core.Reflexes;
using BalloonExporter.Options;
using Microsoft.Net.Http.Headers;

namespace BalloonExporter.Metrics;

/// <summary><c>GET /metrics</c>: shows nothing older than QEMU's newest samples and answers within the client's timeout.</summary>
/// <remarks>The client's timeout limits only its own waiting, not the read, which others share.</remarks>
internal static class MetricsEndpoint
{
    private const string TimeoutHeader = "X-Prometheus-Scrape-Timeout-Seconds";
    private const string Gzip = "gzip";
    private static readonly TimeSpan UsualPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestPatience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(500);

    public static async Task HandleAsync(
        HttpContext context, SharedReader reader, SharedPages pages, ScrapePhase phase, SteadyClock clock, ExporterOptions options)
    {
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        if (CollectorSelection.TryRead(context.Request.Query, options.Collectors, out var wanted) is { } problem)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync(problem, context.RequestAborted);
            return;
        }

        phase.Note(clock.Now);
        var started = Stopwatch.GetTimestamp();
        var patience = PatienceOf(context.Request);
        var snapshot = await reader.ReadAsync(patience, context.RequestAborted);
        var page = await pages.JoinAsync(snapshot, wanted, patience - Stopwatch.GetElapsedTime(started), context.RequestAborted);
        try
        {
            await SendAsync(context, page);
        }
        finally
        {
            pages.Release(page);
        }
    }

    // Compression of encrypted text is safe here: attacks on its length need a secret in it, and the metrics contain none.
    private static async Task SendAsync(HttpContext context, SharedPage page)
    {
        var compressed = TakesGzip(context.Request);
        var content = await page.ContentAsync(compressed);
        context.Response.Headers.Vary = HeaderNames.AcceptEncoding;
        if (compressed)
            context.Response.Headers.ContentEncoding = Gzip;
        context.Response.ContentLength = content.Length;
        using var sending = CancellationTokenSource.CreateLinkedTokenSource(page.GivenUp, context.RequestAborted);
        try
        {
            foreach (var piece in content.Pieces())
                await context.Response.BodyWriter.WriteAsync(piece, sending.Token);
        }
        catch (OperationCanceledException) when (page.GivenUp.IsCancellationRequested)
        {
            context.Abort();
        }
    }

    private static bool TakesGzip(HttpRequest request) =>
        request.GetTypedHeaders().AcceptEncoding.FirstOrDefault(each => each.Value.Equals(Gzip, StringComparison.OrdinalIgnoreCase)) is { Quality: not 0 };

    private static TimeSpan PatienceOf(HttpRequest request)
    {
        if (!double.TryParse(request.Headers[TimeoutHeader], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            || seconds <= 0)
            return UsualPatience;
        var timeout = seconds < LongestPatience.TotalSeconds ? TimeSpan.FromSeconds(seconds) : LongestPatience;
        // The margin must not use up a short timeout.
        return timeout - (Margin < timeout / 5 ? Margin : timeout / 5);
    }
}
