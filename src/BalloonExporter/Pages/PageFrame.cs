namespace BalloonExporter.Pages;

/// <summary>What stands around the content of each page.</summary>
internal static class PageFrame
{
    /// <param name="context">Language and place.</param>
    /// <param name="title">The title.</param>
    /// <param name="main">The content.</param>
    /// <param name="refreshes">Whether a browser without script asks again by itself.</param>
    public static string Around(PageContext context, string title, Html main, bool refreshes = false)
    {
        var refresh = refreshes ? Html.Of($"<noscript><meta http-equiv=\"refresh\" content=\"3\"></noscript>\n") : null;
        var theme = context.Theme is { } name ? Html.Of($" data-theme=\"{name}\"") : null;
        return Html.Of(
            $"""
            <!DOCTYPE html>
            <html lang="{context.Texts.Language}"{theme}>
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{title}</title>
            <link rel="icon" href="{context.Root}{PageAssets.Icon.Path}" type="image/svg+xml">
            <link rel="stylesheet" href="{context.Root}{PageAssets.Style.Path}">
            <script src="{context.Root}{PageAssets.Script.Path}" defer></script>
            {refresh}</head>
            <body>
            {main}
            </body>
            </html>

            """).ToString();
    }
}
