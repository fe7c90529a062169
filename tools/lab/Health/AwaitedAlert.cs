namespace BalloonExporter.Lab.Health;

/// <summary>An alert that must come to fire, and what it is about.</summary>
/// <param name="Name">Its name in the rules.</param>
/// <param name="Target">The exporter it must be about; null for an alert about all of them.</param>
/// <param name="Domain">The domain it must be about; null for an alert about a host.</param>
internal sealed record AwaitedAlert(string Name, Uri? Target, string? Domain = null)
{
    public bool IsMetBy(ActiveAlert alert) => alert.State == "firing" && IsThis(alert);

    /// <summary>The same alert, firing or still pending.</summary>
    public bool IsThis(ActiveAlert alert) => alert.Name == Name && Label(alert, "instance") == Target?.Authority && Label(alert, "domain") == Domain;

    private static string? Label(ActiveAlert alert, string name) => alert.Labels.GetValueOrDefault(name);
}
