using BalloonExporter.Core.Model;
using BalloonExporter.Options.Keys;

namespace BalloonExporter.Pages;

/// <summary>The page of one server. Pure.</summary>
internal static class ServerPage
{
    /// <param name="context">Language and place.</param>
    /// <param name="view">The server.</param>
    /// <param name="may">The customer's rights.</param>
    /// <param name="refusal">Why the restart just asked for was refused; null: none was.</param>
    public static string Of(PageContext context, ServerView view, IReadOnlySet<Scope> may, RestartRefusal? refusal = null)
    {
        var texts = context.Texts;
        var actions = ServerActions.Of(view, may);
        var isRunning = view.Restart is { IsUnderWay: true };
        var main = Html.Of(
            $"""
            <main data-state="{Mark(view)}" data-busy="{(isRunning ? "yes" : "no")}">
            <h1>{texts["title"]}</h1>
            <p class="name">{texts["server"]}: <bdi>{view.Name}</bdi></p>
            {ServerWords.Of(context, view)}{Lock(context, view)}<div role="status" id="progress">{Progress(context, view, may, refusal)}</div>
            {Buttons(context, view, actions, may)}{ServerNumbers.Of(context, view)}{HadWords.Of(context, view)}{HistoryWords.Of(context, view.History)}{About(context)}{PageFooter.Of(context, $"{view.Uuid}/leave")}</main>
            """);
        return PageFrame.Around(context, $"{texts["title"]} · {view.Name}", main, refreshes: isRunning);
    }

    // The script shows the page anew when this changes, and else only the figures.
    private static string Mark(ServerView view) => $"{view.State}-{view.OptedOut}-{view.Lock}-{view.Restart?.Phase}-{view.Refusal}-{view.ForceDue}";

    private static Html? Lock(PageContext context, ServerView view) => view.Lock switch
    {
        PageLock.Observe => Html.Of($"<p class=\"lock\">{context.Texts["locked_observe"]}</p>\n"),
        PageLock.Paused => Html.Of($"<p class=\"lock\">{context.Texts["locked_paused"]}</p>\n"),
        _ => null,
    };

    private static Html Progress(PageContext context, ServerView view, IReadOnlySet<Scope> may, RestartRefusal? refusal)
    {
        var html = new Html();
        if (refusal is { } reason)
            html.Add($"<p><strong>{context.Texts["refused_title"]}</strong> {context.Texts[RefusalWords.Of(reason)]}</p>");
        return view.Restart is { } restart ? html.Add(RestartWords.Of(context, restart, may.Contains(Scope.Force) && view.ForceDue)) : html;
    }

    private static Html? Buttons(PageContext context, ServerView view, ServerActions actions, IReadOnlySet<Scope> may)
    {
        var (texts, uuid) = (context.Texts, view.Uuid);
        var html = new Html();
        if (actions.Undo)
            html.Add($"<form method=\"post\" action=\"{uuid}/undo\"><button>{texts["undo"]}</button></form>\n");
        if (actions.Restart)
            html.Add($"<a class=\"button\" href=\"{uuid}/restart\">{texts["restart"]}</a>\n");
        if (actions.Force)
            html.Add($"<a class=\"button danger\" href=\"{uuid}/force\">{texts["force"]}</a>\n");
        if (actions.Disable)
            html.Add($"<a class=\"button\" href=\"{uuid}/disable\">{texts["disable"]}</a>\n");
        if (actions.Enable)
            html.Add($"<a class=\"button\" href=\"{uuid}/enable\">{texts["enable"]}</a>\n");
        if (actions.GiveUp)
            html.Add($"<form method=\"post\" action=\"{uuid}/giveup\"><button>{texts["give_up"]}</button></form>\n");
        if (view.Restart is { IsUnderWay: true })
            html.Add($"<a class=\"button\" href=\"{uuid}\">{texts["refresh"]}</a>\n");
        return Html.Of($"{WhyNoRestart(context, view, may)}<div class=\"actions\">\n{html}</div>\n");
    }

    private static Html? WhyNoRestart(PageContext context, ServerView view, IReadOnlySet<Scope> may)
    {
        if (view.State is not (ServerState.OffPending or ServerState.OnPending) || view.Lock is not null || view.Restart is { IsUnderWay: true })
            return null;
        if (!may.Contains(Scope.Restart))
            return Html.Of($"<p>{context.Texts["refused_panel"]}</p>\n");
        return view.Refusal is { } refusal ? Html.Of($"<p>{context.Texts[RefusalWords.Of(refusal)]}</p>\n") : null;
    }

    private static Html About(PageContext context)
    {
        var texts = context.Texts;
        var links = new Html();
        foreach (var link in (Html?[])[PageText.Link(texts, "help_url", "help"), PageText.Link(texts, "support_url", "support")])
        {
            if (link is not null)
                links.Add($"<p>{link}</p>\n");
        }

        return Html.Of($"<details>\n<summary>{texts["about_title"]}</summary>\n<p>{texts["about_text"]}</p>\n{links}</details>\n");
    }
}
