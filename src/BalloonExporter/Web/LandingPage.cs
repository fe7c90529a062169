using BalloonExporter.Api;
using BalloonExporter.Core.Ports;
using BalloonExporter.Options;

namespace BalloonExporter.Web;

/// <summary>The page at <c>/</c>: links to all pages at this address.</summary>
internal static class LandingPage
{
    private const string Api =
        $"""
        <li><a href="ui/">Operator's page</a>: this host, its domains, and why they are moved</li>
        <li><a href="{DomainsEndpoint.Path}">Domains</a>: what is known of each, and what may be done with it</li>
        <li><a href="{DecisionsEndpoint.Path}">Decisions</a>: the newest, and why</li>
        <li><a href="{PauseEndpoint.Path}">Pause</a>: <code>POST {PauseEndpoint.Path}</code> and <code>POST {PauseEndpoint.ResumePath}</code></li>
        <li><a href="{ApiDescription.Path}">Description</a> of this interface (OpenAPI)</li>
        """;

    private const string Standby = " although it was started to act: another exporter acts on this host, or this is unknown; see the log";

    public static IResult Get(ExporterOptions options, ActingRole role, EndpointScope listener) => Results.Text(
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
        <p>Balloon and memory statistics of libvirt's domains. Mode: <code>{{role.ModeLabel}}</code>{{(options.Mode == ExporterMode.Act && !role.MayAct ? Standby : "")}}.</p>
        <ul>
        {{(listener.ServesMetrics ? $"<li><a href=\"{System.Net.WebUtility.HtmlEncode(options.TelemetryPath)}\">Metrics</a></li>" : "")}}
        <li><a href="/-/healthy">Health</a>: this process answers</li>
        <li><a href="/-/ready">Readiness</a>: libvirt can be reached</li>
        {{(listener.ServesApi ? $"<li><code>POST {FeedbackEndpoint.Path}</code>: Alertmanager's webhook</li>" : "")}}
        {{(listener.ServesApi ? Api : "")}}
        </ul>
        </body>
        </html>
        """,
        "text/html; charset=utf-8");
}
