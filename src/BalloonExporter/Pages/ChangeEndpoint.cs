using BalloonExporter.Api;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using BalloonExporter.Core.Ports;
using BalloonExporter.Options;
using BalloonExporter.Options.Keys;

namespace BalloonExporter.Pages;

/// <summary>The changes below <c>/server/{uuid}</c>: each checks anew what the page offered, changes one thing, and leads back to the page.</summary>
internal sealed class ChangeEndpoint(
    ServerVisit visit, PolicyWriter policies, IPolicyHistory history, CustomerRestarts restarts, Sessions sessions, CustomerGate gate, ExporterOptions options)
{
    public Task DisableAsync(HttpContext context) => SwitchAsync(context, enabled: false, actions => actions.Disable);

    public Task EnableAsync(HttpContext context) => SwitchAsync(context, enabled: null, actions => actions.Enable);

    /// <summary>Takes back what is still to apply.</summary>
    public Task UndoAsync(HttpContext context) => visit.ChangeAsync(context, Scope.Policy, async (session, view) =>
    {
        if (!ServerActions.Of(view, session.Link.May).Undo || await StoreAsync(context, session, view.OptedOut ? null : false))
            PageRedirect.ToServer(context, view.Uuid);
    });

    public Task RestartAsync(HttpContext context) => visit.ChangeAsync(context, Scope.Restart, async (session, view) =>
        await restarts.BeginAsync(context, session, isOffered: ServerActions.Of(view, session.Link.May).Restart));

    public Task ForceAsync(HttpContext context) => visit.ChangeAsync(context, Scope.Force, async (session, view) =>
    {
        var form = await PageForm.ReadAsync(context);
        var isConfirmed = form?[ConfirmPage.Confirm].ToString() == "yes";
        await restarts.ForceAsync(context, session, isOffered: ServerActions.Of(view, session.Link.May).Force, isConfirmed);
    });

    public Task GiveUpAsync(HttpContext context) => visit.ChangeAsync(context, Scope.Restart, (session, view) =>
    {
        restarts.Leave(context, session);
        PageRedirect.ToServer(context, view.Uuid);
        return Task.CompletedTask;
    });

    /// <summary>Ends the session. Without one there is nothing to end.</summary>
    public Task LeaveAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        var (session, id) = visit.SessionOf(context);
        if (!SameOrigin.IsTrusted(headers["Sec-Fetch-Site"], headers.Origin, context.Request.Host))
            return gate.AnswerAsync(context, Notice.Denied, session: null, "the change was asked for by another site, or by no browser");
        if (session is not null)
        {
            sessions.Close(id!);
            SessionCookie.Remove(context, SessionCookie.NameFor(session.Link.Domain), options.Customer.IsFramed);
        }

        return gate.AnswerAsync(context, Notice.Left, session);
    }

    // Null: nothing is said any more, so that the operator's policies decide.
    private Task SwitchAsync(HttpContext context, bool? enabled, Func<ServerActions, bool> isOffered) => visit.ChangeAsync(context, Scope.Policy, async (session, view) =>
    {
        if (await PageForm.ReadAsync(context) is not { } form || form[ConfirmPage.When].ToString() is not (ConfirmPage.Now or ConfirmPage.Later))
        {
            await gate.AnswerAsync(context, Notice.Denied, session, "the form does not say when");
            return;
        }

        if (!isOffered(ServerActions.Of(view, session.Link.May)))
            PageRedirect.ToServer(context, view.Uuid);
        else if (await StoreAsync(context, session, enabled))
            await (form[ConfirmPage.When].ToString() == ConfirmPage.Now ? restarts.BeginAsync(context, session, session.May(Scope.Restart)) : LaterAsync(context, view));
    });

    private static Task LaterAsync(HttpContext context, ServerView view)
    {
        PageRedirect.ToServer(context, view.Uuid);
        return Task.CompletedTask;
    }

    /// <summary>Changes the switch and nothing else. If it cannot be changed, the request is answered.</summary>
    private async Task<bool> StoreAsync(HttpContext context, Session session, bool? enabled)
    {
        var uuid = session.Link.Domain;
        var change = new PolicyChange(new PolicySpec { Enabled = enabled }, PolicySettings.Enabled);
        var (answer, refusal) = await policies.ChangeAsync(
            uuid, domain => change.MergeInto(domain, history.ChangesOf(uuid), options.Limits), ClientAddress.CustomerOf(context, session), context.RequestAborted);
        if (answer.Domain is not null && refusal is null)
            return true;
        await gate.AnswerAsync(context, refusal is not null ? Notice.NotChanged : answer.Error is null ? Notice.Gone : Notice.Down, session, refusal ?? answer.Error);
        return false;
    }
}
