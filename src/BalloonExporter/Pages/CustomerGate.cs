using BalloonExporter.Options;
using ExporterToolkit.Hosting;

namespace BalloonExporter.Pages;

/// <summary>What holds for all that is answered at the customers' address: its headers, and the names under which it may be asked.</summary>
internal sealed class CustomerGate(ExporterOptions options, PageLanguage language)
{
    /// <summary>Sets the headers, and refuses a request for another name.</summary>
    /// <returns>Whether it may go on.</returns>
    /// <remarks>A stranger may let a name of their own lead here (DNS rebinding): their page would be of the same origin.</remarks>
    public async Task<bool> AdmitAsync(HttpContext context)
    {
        PageHeaders.Set(context.Response.Headers, options.Customer.FrameAncestors);
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
        return PageAnswer.WriteAsync(context, notice.Status, NoticePage.Of(ContextOf(context, session), notice));
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
}
