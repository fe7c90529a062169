using BalloonExporter.Pages;

namespace BalloonExporter.Ui;

/// <summary>How a page stays up to date: by its script, which can be stopped, else by a link.</summary>
internal static class LiveSwitch
{
    /// <param name="again">The address of the same page, relative to it.</param>
    public static Html Of(string again) => Html.Of(
        $"<p class=\"live\"><a id=\"again\" href=\"{(again.Length > 0 ? again : "?")}\">Reload</a> <button id=\"live\" type=\"button\" class=\"plain\" aria-pressed=\"true\" hidden=\"\">Renew each 5 seconds</button> <span id=\"stale\" role=\"status\"></span></p>\n");
}
