using BalloonExporter.Core.Model;

namespace BalloonExporter.Pages;

/// <summary>How far a restart is, in words.</summary>
internal static class RestartWords
{
    /// <param name="context">The language.</param>
    /// <param name="restart">The restart.</param>
    /// <param name="mayForce">Whether the customer may force it.</param>
    public static Html Of(PageContext context, RestartView restart, bool mayForce)
    {
        var texts = context.Texts;
        return restart.Phase switch
        {
            RestartPhase.ShuttingDown => Html.Of($"<p>{texts.With("phase_shutting_down", "seconds", $"{restart.SecondsLeft ?? 0}")}</p>{Bar(texts["restart_now"], restart)}"),
            RestartPhase.StillRunning => Html.Of($"<p><strong>{texts["phase_still_running_title"]}</strong> {texts[mayForce ? "phase_still_running" : "phase_still_running_only"]}</p>"),
            RestartPhase.StartFailed => Html.Of($"<p><strong>{texts["phase_start_failed_title"]}</strong> {texts["phase_start_failed"]}</p>"),
            RestartPhase.Done => Html.Of($"<p>{Html.Text(texts["phase_done"], "time", PageText.Time(texts, restart.Since))}</p>"),
            RestartPhase.Requested => Html.Of($"<p>{texts["phase_requested"]}</p>"),
            RestartPhase.Stopping => Html.Of($"<p>{texts["phase_stopping"]}</p>"),
            RestartPhase.Starting => Html.Of($"<p>{texts["phase_starting"]}</p>"),
            RestartPhase.Commanding => Html.Of($"<p>{texts["phase_commanding"]}</p>"),
            RestartPhase.Failed => Html.Of($"<p>{texts["phase_failed"]}</p>"),
            _ => Html.Of($"<p>{texts["phase_withdrawn"]}</p>"),
        };
    }

    private static Html? Bar(string label, RestartView restart) => restart is { SecondsLeft: { } left, SecondsInAll: > 0 and var inAll }
        ? Html.Of($"<progress aria-label=\"{label}\" max=\"{inAll}\" value=\"{Math.Clamp(inAll - left, 0, inAll)}\"></progress>")
        : null;
}
