using BalloonExporter.Pages;

namespace BalloonExporter.Ui;

/// <summary>The page of one domain. Pure.</summary>
internal static class DomainPage
{
    /// <param name="context">Who looks at it.</param>
    /// <param name="view">The domain.</param>
    public static string Of(UiContext context, DomainView view)
    {
        var name = view.Policy.Domain;
        var main = Html.Of(
            $"""
            <main data-live="">
            <h1><bdi>{name}</bdi></h1>
            <p class="small">{view.Policy.Uuid}{Grafana(view)}</p>
            {LiveSwitch.Of("")}{DomainState.Of(view)}{DomainFigures.Of(view)}<section>
            <h2>Decisions</h2>
            {DecisionPart.Of(view)}</section>
            <section>
            <h2>Policy</h2>
            {PolicyPart.Of(context, view)}</section>
            <section>
            <h2>Restart</h2>
            {RestartPart.Of(context, view)}</section>
            </main>
            """);
        return UiFrame.Around(context, name, main);
    }

    private static Html? Grafana(DomainView view) =>
        view.Dashboard is { } address ? Html.Of($" · <a href=\"{address.AbsoluteUri}\">Its history in Grafana</a>") : null;
}
