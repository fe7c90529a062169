namespace BalloonExporter.Lab.Demo;

/// <summary>The pages that the demo names. Debian's Prometheus comes without the pages of its new interface: only what each version has.</summary>
internal static class DemoLinks
{
    public static IReadOnlyList<(string Server, string What, Uri Address)> Of(Uri exporter, Uri prometheus, Uri alertmanager) =>
    [
        ("exporter", "pages", exporter),
        ("exporter", "metrics", new Uri(exporter, "/metrics")),
        ("Prometheus", "queries", prometheus),
        ("Prometheus", "rules", new Uri(prometheus, "/api/v1/rules")),
        ("Prometheus", "alerts", new Uri(prometheus, "/api/v1/alerts")),
        ("Alertmanager", "alerts", new Uri(alertmanager, "/api/v2/alerts")),
    ];
}
