using BalloonExporter.Api;
using BalloonExporter.Options.Keys;

namespace BalloonExporter.Pages;

/// <summary>What every page of a server asks first: is there a session for it, does the request come from a page, is there room to answer, what is the server like.</summary>
internal sealed class ServerVisit(Sessions sessions, ServerLook look, CustomerGate gate, TimeProvider time) : IDisposable
{
    /// <summary>The header that a page's script sets where it asks by itself.</summary>
    public const string ByScript = "X-Poll";

    // Apart from those of the API: customers take none from operators.
    private readonly ApiPlaces _places = new(time);

    /// <summary>A page that shows.</summary>
    /// <param name="context">The request.</param>
    /// <param name="answer">Answers it.</param>
    public Task ShowAsync(HttpContext context, Func<Session, ServerView, Task> answer) => VisitAsync(context, Scope.Read, answer);

    /// <summary>A page that changes: from a page of this exporter only.</summary>
    /// <param name="context">The request.</param>
    /// <param name="right">The right that it needs.</param>
    /// <param name="answer">Changes, and answers it.</param>
    public Task ChangeAsync(HttpContext context, Scope right, Func<Session, ServerView, Task> answer)
    {
        var headers = context.Request.Headers;
        return SameOrigin.IsTrusted(headers["Sec-Fetch-Site"], headers.Origin, context.Request.Host)
            ? VisitAsync(context, right, answer)
            : gate.AnswerAsync(context, Notice.Denied, session: null, "the change was asked for by another site, or by no browser");
    }

    /// <summary>The session of a request; null: there is none.</summary>
    public (Session? Session, string? Id) SessionOf(HttpContext context)
    {
        if (!Guid.TryParseExact(context.GetRouteValue("uuid") as string, "D", out var domain) || SessionCookie.Read(context, SessionCookie.NameFor(domain)) is not { Length: > 0 } id)
            return (null, null);
        return (sessions.Find(id, domain, isUsed: !context.Request.Headers.ContainsKey(ByScript)), id);
    }

    public void Dispose() => _places.Dispose();

    private async Task VisitAsync(HttpContext context, Scope right, Func<Session, ServerView, Task> answer)
    {
        if (SessionOf(context).Session is not { } session)
        {
            await gate.AnswerAsync(context, Notice.Over, session: null, "there is no session");
            return;
        }

        if (!session.May(right))
        {
            await gate.AnswerAsync(context, Notice.Denied, session, $"the link may not {right.ToLabel()}");
            return;
        }

        using var place = await _places.TryEnterAsync(right, context.RequestAborted);
        var (view, nothing) = place is null ? (null, Notice.Busy) : await look.LookAsync(session, context.RequestAborted);
        if (view is null)
            await gate.AnswerAsync(context, nothing!, session);
        else
            await answer(session, view);
    }
}
