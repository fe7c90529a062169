namespace BalloonExporter.Pages;

/// <summary>What was bought, what the server has, and what it uses. What is not known is absent.</summary>
internal static class ServerNumbers
{
    public static Html Of(PageContext context, ServerView view)
    {
        var texts = context.Texts;
        var list = new Html();
        Add("bought", view.BoughtKib);
        Add("has", view.HasKib);
        Add("uses", view.UsesKib);
        Add("lent", view.LentKib);
        if (view.State is ServerState.On or ServerState.NoDriver)
            Add("guaranteed", view.GuaranteedKib);
        var at = view is { UsesKib: not null, SampledAt: { } time } ? Html.Of($"<p class=\"small\">{Html.Text(texts["as_of"], "time", PageText.Time(texts, time))}</p>\n") : null;
        return Html.Of($"<div id=\"numbers\">\n{Meter(context, view)}<dl>\n{list}</dl>\n{at}</div>\n");

        void Add(string name, long? kib)
        {
            if (kib is { } size)
                list.Add($"<div><dt>{texts[name]}</dt><dd>{PageText.Size(texts, size)}</dd></div>\n");
        }
    }

    private static Html? Meter(PageContext context, ServerView view) => view is { BoughtKib: > 0 and var bought, HasKib: { } has }
        ? Html.Of($"<meter aria-label=\"{context.Texts["has"]}\" min=\"0\" max=\"{bought}\" value=\"{Math.Min(has, bought)}\">{PageText.Size(context.Texts, has)}</meter>\n")
        : null;
}
