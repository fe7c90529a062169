namespace BalloonExporter.Pages;

/// <summary>What a server had of the memory it needed, in words: the customer's line of the proof. Absent while it is not known.</summary>
internal static class HadWords
{
    public static Html? Of(PageContext context, ServerView view)
    {
        if (view.Had is not { } had)
            return null;
        var texts = context.Texts;
        var text = had.Unmet <= TimeSpan.Zero
            ? texts["had_all"]
            : texts.With("had_short", "percent", PageText.Percent(texts, 1 - (had.Unmet / had.Observed))).Replace("{duration}", PageText.Duration(texts, had.Unmet), StringComparison.Ordinal);
        return Html.Of($"<section>\n<h2>{texts["had_title"]}</h2>\n<p>{Html.Text(text, "time", PageText.Time(texts, had.Since))}</p>\n</section>\n");
    }
}
