using System.Net;
using ExporterToolkit.Logging;
using Microsoft.AspNetCore.Routing;

namespace ExporterToolkit.Hosting;

/// <summary>
/// Logs refused requests (400, 401, 403, 408, 413 …): one line per status, page, kind of error and sender, then one a minute with the
/// count. Unknown pages and methods (404, 405) are not logged.
/// </summary>
public sealed partial class RefusedRequests(TimeProvider time, ILogger<RefusedRequests> log)
{
    // Each client address counts as a sender, and there may be many.
    private const int Capacity = 256;

    private const string Others = "others";

    private readonly Repetitions<Key, Line> _refused = new(Capacity, time);

    /// <summary>To come before whatever may refuse. What is told of the fault is the request's <see cref="RequestFault"/>.</summary>
    public async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        var status = context.Response.StatusCode;
        if (status is < 400 or >= 500 or StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed)
            return;
        var page = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? Others;
        var error = context.Features.Get<RequestFault>();
        var key = new Key(status, page, error?.Kind, Sender(context.Connection.RemoteIpAddress));
        var line = new Line(key, error?.Error);
        if (_refused.IsFirst(key, key with { Sender = Others }, line))
            Refused(status, page, key.Sender, line.Error, null);
    }

    /// <summary>Logs refusals that repeated since the last call. Call it every few seconds.</summary>
    public void TellRepetitions()
    {
        foreach (var (last, count) in _refused.TakeDue())
            Refused(last.Key.Status, last.Key.Page, last.Key.Sender, last.Error, count);
    }

    private static string Sender(IPAddress? address) => address switch
    {
        null => "local",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        _ => address.ToString(),
    };

    [LoggerMessage(LogLevel.Warning, "A request was refused")]
    private partial void Refused(int status, string page, string sender, string? err, long? repeated);

    private readonly record struct Key(int Status, string Page, string? Kind, string Sender);

    private sealed record Line(Key Key, string? Error);
}
