namespace BalloonExporter.Options;

/// <summary>The two alerts of the rule pack that the exporter obeys: the end of <c>alerts/planner.rules.yml</c>. Every other one is ignored.</summary>
public static class AlertNames
{
    /// <summary>Carries a domain's target.</summary>
    public const string Target = "BalloonTarget";

    /// <summary>Only says that the chain is alive.</summary>
    public const string Heartbeat = "BalloonHeartbeat";

    /// <summary>What matches both, and nothing else, in Alertmanager's language.</summary>
    public const string Matcher = $"alertname=~\"{Target}|{Heartbeat}\"";
}
