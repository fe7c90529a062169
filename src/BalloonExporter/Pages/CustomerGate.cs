using BalloonExporter.Options;
using ExporterToolkit.Hosting;

namespace BalloonExporter.Pages;

/// <summary>What holds for all that is answered at the customers' address: its headers, and the names under which it may be asked.</summary>
internal sealed class CustomerGate(ExporterOptions options, PageLanguage language)
{
    private readonly string _policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        + $"frame-ancestors {(options.Customer.FrameAncestors.Count == 0 ? "'none'" : string.Join(' ', options.Customer.FrameAncestors))}";

    /// <summary>Sets the headers, and refuses a request for another name.</summary>
    /// <returns>Whether it may go on.</returns>
    /// <remarks>A stranger may let a name of their own lead here (DNS rebinding): their page would be of the same origin.</remarks>
    public async Task<bool> AdmitAsync(HttpContext context)
    {
        SetHeaders(context.Response.Headers);
        var host = context.Request.Host.Host.Trim('[', ']').ToLowerInvariant();
        if (SessionCookie.IsLoopback(host) || options.Customer.Hosts.Contains(host))
            return true;
        await RefuseAsync(context, StatusCodes.Status421MisdirectedRequest, "the host's name is not one of --customer.host");
        return false;
    }

    public Task NotFoundAsync(HttpContext context) => AnswerAsync(context, Notice.Missing, session: null);

    /// <summary>Answers with a page that only says something.</summary>
    /// <param name="context">The request.</param>
    /// <param name="notice">What it says.</param>
    /// <param name="session">The customer's session; null: there is none.</param>
    /// <param name="problem">What the log says; null: nothing.</param>
    public Task AnswerAsync(HttpContext context, Notice notice, Session? session, string? problem = null)
    {
        if (problem is not null)
            context.Features.Set(new RequestFault(problem, null));
        return WriteAsync(context, notice.Status, NoticePage.Of(ContextOf(context, session), notice));
    }

    /// <summary>Writes a page.</summary>
    public static Task WriteAsync(HttpContext context, int status, string page)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(page, context.RequestAborted);
    }

    /// <summary>Language and place of the page that is asked for.</summary>
    public PageContext ContextOf(HttpContext context, Session? session) =>
        new(language.Of(session?.Link.Language, context.Request.Headers.AcceptLanguage), RootOf(context.Request.Path))
        {
            Theme = session?.Link.Theme,
            Back = session?.Link.Back,
        };

    private static Task RefuseAsync(HttpContext context, int status, string problem)
    {
        context.Features.Set(new RequestFault(problem, null));
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static string RootOf(PathString path) => string.Concat(Enumerable.Repeat("../", Math.Max(0, (path.Value ?? "/").Count(letter => letter == '/') - 1)));

    private void SetHeaders(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = _policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-get=(), usb=()";
        if (options.Customer.FrameAncestors.Count == 0)
            headers.XFrameOptions = "DENY";
    }
}
