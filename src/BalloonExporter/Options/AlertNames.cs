namespace BalloonExporter.Options;

/// <summary>The two alerts of the rule pack that the exporter acts on: the last rules of <c>alerts/planner.rules.yml</c>. All others are ignored.</summary>
public static class AlertNames
{
    /// <summary>Carries a domain's target.</summary>
    public const string Target = "BalloonTarget";

    /// <summary>Shows that the chain from Prometheus to the exporter works.</summary>
    public const string Heartbeat = "BalloonHeartbeat";

    /// <summary>Matcher for both alerts, and no others.</summary>
    public const string Matcher = $"alertname=~\"{Target}|{Heartbeat}\"";
}
