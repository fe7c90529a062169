using Microsoft.AspNetCore.Http.Features;

namespace ExporterToolkit.Hosting;

/// <summary>HEAD is answered as GET is, without the body; OPTIONS tells what a page takes (RFC 9110, 9.3.2 and 9.3.7).</summary>
public static class RequestMethods
{
    private const string All = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

    /// <summary>Call before routing. The server drops the body of an answer to HEAD itself.</summary>
    public static Task HeadAsGet(HttpContext context, RequestDelegate next)
    {
        if (HttpMethods.IsHead(context.Request.Method))
            context.Request.Method = HttpMethods.Get;
        return next(context);
    }

    /// <summary>Call after routing. If the path exists with another method, the answer lists the allowed ones.</summary>
    public static async Task TellAllowed(HttpContext context, RequestDelegate next)
    {
        var asksForOptions = HttpMethods.IsOptions(context.Request.Method);
        if (asksForOptions && context.Features.Get<IHttpRequestFeature>()?.RawTarget == "*")
        {
            context.Response.Headers.Allow = All;
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        await next(context);
        if (context.Response.StatusCode != StatusCodes.Status405MethodNotAllowed || context.Response.HasStarted)
            return;
        var allowed = context.Response.Headers.Allow.ToString();
        if (allowed.Split(", ").Contains(HttpMethods.Get))
            allowed = allowed.Replace(HttpMethods.Get, $"{HttpMethods.Get}, {HttpMethods.Head}", StringComparison.Ordinal);
        context.Response.Headers.Allow = $"{allowed}, {HttpMethods.Options}";
        if (asksForOptions)
            context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
