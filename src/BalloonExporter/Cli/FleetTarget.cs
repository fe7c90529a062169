namespace BalloonExporter.Cli;

/// <summary>An exporter as Prometheus' service discovery names it.</summary>
/// <param name="Address">Where it is scraped, and where its feedback endpoint is: HOST:PORT.</param>
/// <param name="Instance">The instance label that its series and alerts have.</param>
/// <param name="Https">Whether it speaks TLS.</param>
internal sealed record FleetTarget(string Address, string Instance, bool Https);
