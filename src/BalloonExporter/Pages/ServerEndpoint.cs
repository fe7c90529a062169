using BalloonExporter.Options.Keys;

namespace BalloonExporter.Pages;

/// <summary><c>/server/{uuid}</c> and the pages that ask before something is changed.</summary>
internal sealed class ServerEndpoint(ServerVisit visit, CustomerGate gate)
{
    public const string Path = "/server/{uuid}";

    /// <summary>Name of the parameter with the label of a refused restart.</summary>
    public const string Refused = "refused";

    public Task GetAsync(HttpContext context) => visit.ShowAsync(context, (session, view) => PageAnswer.WriteAsync(
        context,
        StatusCodes.Status200OK,
        ServerPage.Of(gate.ContextOf(context, session), view, session.Link.May, RefusalWords.TryParse(context.Request.Query[Refused]))));

    public Task GetDisableAsync(HttpContext context) => AskAsync(context, Scope.Policy, actions => actions.Disable, (page, session, view) =>
        ConfirmPage.Disable(page, view, Afterwards(view, session, ServerState.OffPending)));

    public Task GetEnableAsync(HttpContext context) => AskAsync(context, Scope.Policy, actions => actions.Enable, (page, session, view) =>
        ConfirmPage.Enable(page, view, Afterwards(view, session, ServerState.OnPending)));

    public Task GetRestartAsync(HttpContext context) => AskAsync(context, Scope.Restart, actions => actions.Restart, (page, _, view) => ConfirmPage.Restart(page, view));

    public Task GetForceAsync(HttpContext context) => AskAsync(context, Scope.Force, actions => actions.Force, (page, _, view) => ConfirmPage.Force(page, view));

    private Task AskAsync(HttpContext context, Scope right, Func<ServerActions, bool> isOffered, Func<PageContext, Session, ServerView, string> page) =>
        visit.ShowAsync(context, (session, view) =>
        {
            if (!session.May(right))
                return gate.AnswerAsync(context, Notice.Denied, session);
            if (isOffered(ServerActions.Of(view, session.Link.May)))
                return PageAnswer.WriteAsync(context, StatusCodes.Status200OK, page(gate.ContextOf(context, session), session, view));
            // It was offered a moment ago.
            PageRedirect.ToServer(context, view.Uuid);
            return Task.CompletedTask;
        });

    private static ServerActions Afterwards(ServerView view, Session session, ServerState state) =>
        ServerActions.Of(view with { State = state, OptedOut = state == ServerState.OffPending }, session.Link.May);
}
