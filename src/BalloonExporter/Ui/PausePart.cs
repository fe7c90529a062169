using BalloonExporter.Api;
using BalloonExporter.Options.Keys;
using BalloonExporter.Pages;

namespace BalloonExporter.Ui;

/// <summary>The pause: whether there is one, by whose order and until when, and the forms that begin and end it.</summary>
internal static class PausePart
{
    public const string For = "for";
    public const string Reason = "reason";

    public static Html Of(UiContext context, StatusReport status)
    {
        var said = StatusJudgement.PauseOf(status.Pause) is { } pause
            ? Html.Of($"<p id=\"pause\"><strong>Paused</strong> {pause}. No memory is taken, only given.</p>\n")
            : Html.Of($"<p id=\"pause\">None.</p>\n");
        return context.May(Scope.Pause) ? said.Add(Forms(context, status.Pause)) : said.Add($"<p class=\"small\">Your key may not pause.</p>\n");
    }

    private static Html Forms(UiContext context, PauseAnswer pause)
    {
        var resume = pause.Api is null ? null : Html.Of($"<form method=\"post\" action=\"{context.Root}resume\"><button>Resume</button></form>\n");
        return Html.Of(
            $"""
            <div id="resume">{resume}</div>
            <details id="pauseform">
            <summary>Pause: take no memory from any domain</summary>
            <form method="post" action="{context.Root}pause">
            <p><label for="{Reason}">Why, for the log</label> <input id="{Reason}" name="{Reason}" maxlength="200" autocomplete="off"></p>
            <p><label for="{For}">How long, such as 30m or 2h; empty: until resumed</label> <input id="{For}" name="{For}" size="8" maxlength="16" autocomplete="off"></p>
            <p><button>Pause</button></p>
            </form>
            </details>

            """);
    }
}
