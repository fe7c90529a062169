namespace BalloonExporter.Lab;

/// <summary>An alert as Prometheus or Alertmanager holds it now.</summary>
public sealed record ActiveAlert(
    string State,
    DateTimeOffset StartsAt,
    IReadOnlyDictionary<string, string> Labels,
    IReadOnlyDictionary<string, string> Annotations)
{
    public string Name => Labels.TryGetValue("alertname", out var name) ? name : "";
}
