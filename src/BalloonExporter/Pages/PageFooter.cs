namespace BalloonExporter.Pages;

/// <summary>The way out of a page.</summary>
internal static class PageFooter
{
    /// <param name="context">Language, and where it leads back to.</param>
    /// <param name="leave">Address that ends the session; null: there is none.</param>
    public static Html Of(PageContext context, string? leave = null)
    {
        // Out of a frame too: the panel is around it.
        var back = context.Back is { } address ? Html.Of($"<a href=\"{address.AbsoluteUri}\" target=\"_top\">{context.Texts["back"]}</a>") : null;
        var form = leave is null ? null : Html.Of($"<form method=\"post\" action=\"{leave}\"><button class=\"plain\">{context.Texts["leave"]}</button></form>");
        return back is null && form is null ? new Html() : Html.Of($"<footer>{back}{form}</footer>\n");
    }
}
