using BalloonExporter.Options;

namespace BalloonExporter.Web;

/// <summary>The page at <c>/</c>: links everything there is at this address.</summary>
internal static class LandingPage
{
    private const string Api =
        $"""
        <li><a href="{Feedback.DomainsEndpoint.Path}">Domains</a>: what is known of each, and what may be done with it</li>
        <li><a href="{Feedback.DecisionsEndpoint.Path}">Decisions</a>: the newest, and why</li>
        <li><a href="{Feedback.PauseEndpoint.Path}">Pause</a>: <code>POST {Feedback.PauseEndpoint.Path}</code> and <code>POST {Feedback.PauseEndpoint.ResumePath}</code></li>
        <li><a href="{Feedback.ApiDescription.Path}">Description</a> of this interface (OpenAPI)</li>
        """;

    public static IResult Get(ExporterOptions options, Listener listener) => Results.Text(
        $$"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>BalloonExporter</title>
        <style>body { font-family: sans-serif; max-width: 42em; margin: 2em auto; padding: 0 1em; line-height: 1.5 } code { font-size: 95% }</style>
        </head>
        <body>
        <h1>BalloonExporter</h1>
        <p>Balloon and memory statistics of libvirt's domains. Mode: <code>{{(options.Mode == ExporterMode.Act ? "act" : "observe")}}</code>.</p>
        <ul>
        {{(listener.ServesMetrics ? $"<li><a href=\"{System.Net.WebUtility.HtmlEncode(options.TelemetryPath)}\">Metrics</a></li>" : "")}}
        <li><a href="/-/healthy">Health</a>: this process answers</li>
        <li><a href="/-/ready">Readiness</a>: libvirt can be reached</li>
        {{(listener.ServesApi ? $"<li><code>POST {Feedback.FeedbackEndpoint.Path}</code>: Alertmanager's webhook</li>" : "")}}
        {{(listener.ServesApi ? Api : "")}}
        </ul>
        </body>
        </html>
        """,
        "text/html; charset=utf-8");
}
