using BalloonExporter.Options.Keys;
using BalloonExporter.Pages;

namespace BalloonExporter.Ui;

/// <summary>What stands around the content of each page.</summary>
internal static class UiFrame
{
    /// <param name="context">Who looks, and from where.</param>
    /// <param name="title">The title.</param>
    /// <param name="main">The content.</param>
    public static string Around(UiContext context, string title, Html main) => Html.Of(
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{title} · BalloonExporter</title>
        <link rel="icon" href="{context.Root}{PageAssets.Icon.Path}" type="image/svg+xml">
        <link rel="stylesheet" href="{context.Root}{UiAssets.Style.Path}">
        <script src="{context.Root}{UiAssets.Script.Path}" defer=""></script>
        </head>
        <body>
        <header>
        <nav aria-label="Pages"><a href="{context.Root}">All domains</a> <a href="{context.Root}../">Metrics and API</a></nav>
        {Who(context)}</header>
        {main}
        </body>
        </html>

        """).ToString();

    private static Html? Who(UiContext context)
    {
        if (context.Caller is not { } caller)
            return null;
        var may = string.Join(", ", caller.May.Order().Select(scope => scope.ToLabel()));
        var signOut = context.HasSession ? Html.Of($"<form method=\"post\" action=\"{context.Root}signout\"><button class=\"plain\">Sign out</button></form>\n") : null;
        return Html.Of($"<p class=\"small\">{caller.Name} may {may}</p>\n{signOut}");
    }
}
