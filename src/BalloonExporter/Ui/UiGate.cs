using BalloonExporter.Api;
using BalloonExporter.Options.Keys;
using BalloonExporter.Pages;
using ExporterToolkit.Hosting;

namespace BalloonExporter.Ui;

/// <summary>What every request below <c>/ui</c> passes: who asks, by all that opens the API and by a session; for changes, whether a page of this exporter asks; and a place to be answered in.</summary>
/// <remarks>
/// Any name may lead here, unlike at the customers' address: cookies and passwords are kept by browsers for the name that was typed, and a certificate is shown to the name that
/// the server's own has. So a stranger's name that leads here (DNS rebinding) comes without any of them.
/// </remarks>
internal sealed class UiGate(ApiAccess access, ApiKeys keys, OperatorSessions sessions, ApiPlaces places)
{
    public const string Root = "/ui";

    public static bool Guards(HttpContext context) => context.Request.Path.StartsWithSegments(Root);

    /// <summary>A page that shows.</summary>
    public Task ShowAsync(HttpContext context, Func<UiContext, Task> answer)
    {
        PageHeaders.Set(context.Response.Headers);
        return VisitAsync(context, Scope.Read, answer);
    }

    /// <summary>A page that changes.</summary>
    /// <param name="context">The request.</param>
    /// <param name="scope">What it needs.</param>
    /// <param name="answer">Changes, and answers it.</param>
    public Task ChangeAsync(HttpContext context, Scope scope, Func<UiContext, Task> answer) =>
        IsFromHere(context) ? VisitAsync(context, scope, answer) : RefuseStrangerAsync(context);

    /// <summary>Whether a page of this exporter asks. The headers of pages are set.</summary>
    public static bool IsFromHere(HttpContext context)
    {
        var headers = context.Request.Headers;
        PageHeaders.Set(context.Response.Headers);
        return SameOrigin.IsTrusted(headers["Sec-Fetch-Site"], headers.Origin, context.Request.Host);
    }

    /// <summary>Answers a change that no page of this exporter asks for.</summary>
    public static Task RefuseStrangerAsync(HttpContext context) => RefuseAsync(
        context, StatusCodes.Status403Forbidden, "the change was asked for by another site, by no browser, or over plain HTTP from another machine, which proves nothing");

    /// <summary>Answers with the way in.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">Status of the answer.</param>
    /// <param name="problem">Why it is shown.</param>
    public Task AskToSignInAsync(HttpContext context, int status, string problem)
    {
        context.Features.Set(new RequestFault(problem, null));
        var ways = new SignInWays(keys.Current.ProofsOf(Scope.Read), KeepsSecrets(context), DomainOf(context));
        return PageAnswer.WriteAsync(context, status, SignInPage.Of(ContextOf(context, null), ways, problem));
    }

    /// <summary>Answers that nothing was done, and why.</summary>
    public static Task RefuseAsync(HttpContext context, int status, string problem)
    {
        context.Features.Set(new RequestFault(problem, null));
        return PageAnswer.WriteAsync(context, status, RefusedPage.Of(ContextOf(context, null), problem, DomainOf(context)));
    }

    private async Task VisitAsync(HttpContext context, Scope scope, Func<UiContext, Task> answer)
    {
        var earlier = sessions.TokenOf(context);
        var (caller, status, problem) = access.Judge(context, scope, earlier);
        if (caller is null)
        {
            await (scope == Scope.Read || status == StatusCodes.Status401Unauthorized
                ? AskToSignInAsync(context, status, earlier is null || status != StatusCodes.Status401Unauthorized ? problem! : "the key of your session is no longer accepted")
                : RefuseAsync(context, status, problem!));
            return;
        }

        using var place = await places.TryEnterAsync(scope, context.RequestAborted);
        if (place is null)
            await RefuseAsync(context, Refusal.Busy.Status, Refusal.Busy.Error);
        else
            await answer(ContextOf(context, caller) with { HasSession = earlier is not null });
    }

    private static UiContext ContextOf(HttpContext context, Caller? caller) => new(RootOf(context.Request.Path), caller, HasSession: false);

    private static Guid? DomainOf(HttpContext context) => context.GetRouteValue("uuid") is string text ? DomainUuid.TryRead(text) : null;

    private static string RootOf(PathString path) => "./" + string.Concat(Enumerable.Repeat("../", Math.Max(0, path.Value!.Count(letter => letter == '/') - 2)));

    // Browsers tell where a request comes from only to addresses that they trust: those with TLS, a proxy's too, and loopback. A cookie is kept, and a change accepted, for those alone.
    private static bool KeepsSecrets(HttpContext context) =>
        context.Request.IsHttps || SessionCookie.IsLoopback(context.Request.Host.Host) || context.Request.Headers.ContainsKey("Sec-Fetch-Site");
}
