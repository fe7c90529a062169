namespace BalloonExporter.Pages;

/// <summary>The pages that ask before something is changed. Pure.</summary>
internal static class ConfirmPage
{
    /// <summary>Name of the field that says when.</summary>
    public const string When = "when";

    public const string Now = "now";

    public const string Later = "later";

    /// <summary>Name of the field that confirms force.</summary>
    public const string Confirm = "confirm";

    public static string Disable(PageContext context, ServerView view, ServerActions afterwards)
    {
        var texts = context.Texts;
        var warning = Html.Of($"<p class=\"warning\"><strong>{texts["recommended_title"]}</strong> {texts["recommended_text"]}</p>\n");
        return view.State == ServerState.Stopped
            ? Of(context, view, "disable_title", warning, Button(texts["disable_stopped"], Later))
            : Of(context, view, "disable_title", warning.Add(Hint(context)), Button(texts["disable_later"], Later).Add(NowIf(afterwards, texts["disable_now"])));
    }

    public static string Enable(PageContext context, ServerView view, ServerActions afterwards)
    {
        var texts = context.Texts;
        var text = Html.Of($"<p>{texts["enable_text"]}</p>\n");
        return view.State == ServerState.Stopped
            ? Of(context, view, "enable_title", text, Button(texts["enable_stopped"], Later))
            : Of(context, view, "enable_title", text.Add(Hint(context)), Button(texts["enable_later"], Later).Add(NowIf(afterwards, texts["enable_now"])));
    }

    public static string Restart(PageContext context, ServerView view) =>
        Of(context, view, "restart_title", Hint(context), Button(context.Texts["restart_now"], Now));

    public static string Force(PageContext context, ServerView view)
    {
        var texts = context.Texts;
        var text = Html.Of($"<p class=\"warning\">{texts["force_text"]}</p>\n");
        var box = Html.Of($"<p><label><input type=\"checkbox\" name=\"{Confirm}\" value=\"yes\" required> {texts["force_confirm"]}</label></p>\n");
        return Of(context, view, "force_title", text, box.Add($"<button class=\"danger\" name=\"{When}\" value=\"{Now}\">{texts["force_now"]}</button>\n"));
    }

    private static string Of(PageContext context, ServerView view, string title, Html text, Html buttons)
    {
        var texts = context.Texts;
        var main = Html.Of(
            $"""
            <main>
            <h1>{texts[title]}</h1>
            <p class="name">{texts["server"]}: <bdi>{view.Name}</bdi></p>
            {text}<form method="post" class="actions">
            <a class="button" href="../{view.Uuid}">{texts["cancel"]}</a>
            {buttons}</form>
            </main>
            """);
        return PageFrame.Around(context, $"{texts[title]} · {view.Name}", main);
    }

    private static Html Hint(PageContext context) => Html.Of($"<p>{context.Texts["restart_hint"]}</p>\n");

    private static Html NowIf(ServerActions afterwards, string text) => afterwards.Restart ? Button(text, Now) : new Html();

    private static Html Button(string text, string when) => Html.Of($"<button name=\"{When}\" value=\"{when}\">{text}</button>\n");
}
