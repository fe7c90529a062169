namespace BalloonExporter.Pages;

/// <summary>The page of a <see cref="Notice"/>.</summary>
internal static class NoticePage
{
    public static string Of(PageContext context, Notice notice)
    {
        var texts = context.Texts;
        var title = texts[$"{notice.Text}_title"];
        var main = Html.Of($"<main>\n<h1>{title}</h1>\n<p>{texts[$"{notice.Text}_text"]}</p>\n");
        if (PageText.Link(texts, "support_url", "support") is { } support)
            main.Add($"<p>{support}</p>\n");
        return PageFrame.Around(context, title, main.Add(PageFooter.Of(context)).Add($"</main>"));
    }
}
