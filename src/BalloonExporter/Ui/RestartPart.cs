using BalloonExporter.Api;
using BalloonExporter.Options.Keys;
using BalloonExporter.Pages;

namespace BalloonExporter.Ui;

/// <summary>How a restart goes, and the forms that begin it, force it, and give up waiting.</summary>
internal static class RestartPart
{
    public const string Timeout = "timeout";
    public const string Confirm = "confirm";
    public const string Yes = "yes";

    private const string ShuttingDown = "shutting_down";

    public static Html Of(UiContext context, DomainView view)
    {
        if (view.Restart is not { } report)
            return Html.Of($"<p id=\"restart\">libvirt does not answer.</p>\n");
        var html = Html.Of($"<p id=\"restart\" role=\"status\">{Text(report.Restart)}</p>\n");
        if (!context.May(Scope.Restart))
            return html.Add($"<p class=\"small\">Your key may not restart.</p>\n");
        return html.Add($"<div id=\"restartforms\">\n{Forms(context, view.Policy.Uuid, report)}</div>\n");
    }

    /// <summary>How far it is, in words.</summary>
    internal static Html Text(RestartEntry? restart)
    {
        if (restart is null)
            return Html.Of($"None since this exporter started.");
        var left = restart.SecondsLeft is { } seconds ? Html.Of($", {seconds} s left") : null;
        var problem = restart.Problem is { } text ? Html.Of($": {text}") : null;
        return Html.Of($"{(restart.UnderWay ? "Under way" : "The last")}, asked for by {restart.By}: {restart.Phase.Replace('_', ' ')} since {UiTime.Of(restart.Since)}{left}{problem}.");
    }

    private static Html Forms(UiContext context, Guid uuid, RestartReport report)
    {
        var html = new Html();
        var action = $"{context.Root}domains/{uuid}/restart";
        if (report.Restart is { UnderWay: true, Phase: ShuttingDown })
            html.Add($"<form method=\"post\" action=\"{action}/leave\"><button>Give up waiting</button></form>\n");
        else if (report.Why is { } why)
            html.Add($"<p>No restart now: {why}.</p>\n");
        else
            html.Add(Graceful(action));
        return report.ForceDue == true && context.May(Scope.Force) ? html.Add(Forced(action)) : html;
    }

    private static Html Graceful(string action) => Html.Of(
        $"""
        <details>
        <summary>Restart</summary>
        <form method="post" action="{action}">
        <p>Its guest is asked to shut down, and its server is started again with its definition. A reboot from inside the guest applies nothing.</p>
        <p><label for="{Timeout}">How long it has to shut down; empty: 90s</label> <input id="{Timeout}" name="{Timeout}" size="8" maxlength="16" autocomplete="off"></p>
        <p><button>Restart</button></p>
        </form>
        </details>

        """);

    private static Html Forced(string action) => Html.Of(
        $"""
        <form method="post" action="{action}/force">
        <p class="warning">It did not shut down and still runs. Force is like pulling the plug: data that is not stored is lost.</p>
        <p><label><input type="checkbox" name="{Confirm}" value="{Yes}" required=""> Data that is not stored may be lost</label></p>
        <p><button class="danger">Restart by force</button></p>
        </form>

        """);
}
