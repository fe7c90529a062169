namespace BalloonExporter.Cli;

/// <summary>An exporter in Prometheus' service discovery.</summary>
/// <param name="Address">Address of its metrics and its feedback endpoint: HOST:PORT.</param>
/// <param name="Instance">The instance label that its series and alerts have.</param>
/// <param name="Https">Whether it uses TLS.</param>
internal sealed record FleetTarget(string Address, string Instance, bool Https);
