namespace BalloonExporter.Pages;

/// <summary>The history of a server in words.</summary>
internal static class HistoryWords
{
    public static Html Of(PageContext context, IReadOnlyList<HistoryLine> history)
    {
        var texts = context.Texts;
        if (history.Count == 0)
            return Html.Of($"<section>\n<h2>{texts["history_title"]}</h2>\n<p>{texts["history_none"]}</p>\n</section>\n");
        var lines = new Html();
        foreach (var line in history)
            lines.Add($"<li>{PageText.Time(texts, line.At)} {Text(context, line)}</li>\n");
        return Html.Of($"<section>\n<h2>{texts["history_title"]}</h2>\n<ol class=\"history\">\n{lines}</ol>\n</section>\n");
    }

    private static string Text(PageContext context, HistoryLine line)
    {
        var name = line.Kind switch
        {
            HistoryKind.Taken => "history_taken",
            HistoryKind.Given => "history_given",
            HistoryKind.TurnedOff => "history_off_you",
            HistoryKind.TurnedOn => "history_on_you",
            HistoryKind.Restarted => "history_restarted",
            HistoryKind.RestartFailed => "history_restart_failed",
            _ => "history_provider",
        };
        return context.Texts.With(name, "size", PageText.Size(context.Texts, line.Kib));
    }
}
