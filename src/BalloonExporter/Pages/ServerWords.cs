namespace BalloonExporter.Pages;

/// <summary>The state of a server in words.</summary>
internal static class ServerWords
{
    public static Html Of(PageContext context, ServerView view)
    {
        var texts = context.Texts;
        var (mark, title, text) = view.State switch
        {
            ServerState.On => ("good", "on_title", texts["on_text"]),
            ServerState.OffPending => ("wait", "off_pending_title", texts["off_pending_text"]),
            ServerState.Off => ("plain", "off_title", view.BoughtKib is { } kib ? texts.With("off_text", "size", PageText.Size(texts, kib)) : ""),
            ServerState.OnPending => ("wait", "on_pending_title", texts["on_pending_text"]),
            ServerState.Stopped => ("plain", "stopped_title", texts[view.EnabledNext ? "stopped_on" : "stopped_off"]),
            ServerState.Container => ("plain", "container_title", texts["container_text"]),
            ServerState.Pinned => ("plain", "pinned_title", texts["pinned_text"]),
            ServerState.NoDriver => ("wait", "no_driver_title", texts["no_driver_text"]),
            _ => ("wait", "unclear_title", texts["unclear_text"]),
        };
        return Html.Of($"<section class=\"state {mark}\">\n<h2>{texts[title]}</h2>\n<p>{text}</p>\n{More(context, view)}</section>\n");
    }

    private static Html? More(PageContext context, ServerView view)
    {
        var texts = context.Texts;
        return view switch
        {
            { State: ServerState.OffPending, LentKib: { } owed } => Html.Of($"<p>{texts.With("off_pending_owed", "size", PageText.Size(texts, owed))}</p>\n"),
            { State: ServerState.Off, OptedOut: false } => Html.Of($"<p>{texts["off_provider"]}</p>\n"),
            { State: ServerState.NoDriver } => Paragraph(PageText.Link(texts, "driver_url", "driver_link")),
            { State: ServerState.Container } => Paragraph(PageText.Link(texts, "reinstall_url", "reinstall")),
            { State: ServerState.Unclear } => Paragraph(PageText.Link(texts, "support_url", "support")),
            _ => null,
        };
    }

    private static Html? Paragraph(Html? content) => content is null ? null : Html.Of($"<p>{content}</p>\n");
}
