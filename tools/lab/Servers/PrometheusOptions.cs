namespace BalloonExporter.Lab;

/// <summary>What the lab's Prometheus scrapes and evaluates, and how often.</summary>
public sealed record PrometheusOptions
{
    /// <summary>Servers whose /metrics is scraped.</summary>
    public IReadOnlyList<Uri> Targets { get; init; } = [];

    /// <summary>Each of them gets every alert.</summary>
    public IReadOnlyList<Uri> Alertmanagers { get; init; } = [];

    public TimeSpan ScrapeInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Of every group: an interval in a rule file gives way, or a test would wait for it.</summary>
    public TimeSpan EvaluationInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Null: the rules this project ships.</summary>
    public IReadOnlyList<string>? RuleFiles { get; init; }

    /// <summary>Prometheus' own default of one minute would keep a changed target from Alertmanager for that long.</summary>
    public TimeSpan ResendDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The job label of the exporter's series.</summary>
    public string Job { get; init; } = "balloon-exporter";

    /// <summary>Null: a free one.</summary>
    public int? Port { get; init; }
}
