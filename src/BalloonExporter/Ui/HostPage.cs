using BalloonExporter.Pages;

namespace BalloonExporter.Ui;

/// <summary>The page of the host: how it is, its domains, and the pause. Pure.</summary>
internal static class HostPage
{
    /// <param name="context">Who looks at it.</param>
    /// <param name="view">The host.</param>
    /// <param name="query">Which domains, in which order.</param>
    public static string Of(UiContext context, HostView view, TableQuery query)
    {
        var main = Html.Of(
            $"""
            <main data-live="">
            <h1>Memory of this host</h1>
            {LiveSwitch.Of(query.ToString())}{HostState.Of(view)}<section>
            <h2>Pause</h2>
            {PausePart.Of(context, view.Status)}</section>
            <section>
            <h2>Domains</h2>
            {DomainTable.Of(view, query)}</section>
            </main>
            """);
        return UiFrame.Around(context, "Host", main);
    }
}
