namespace BalloonExporter.Lab;

/// <summary>Where the lab's Alertmanager delivers, and how eagerly.</summary>
/// <param name="Webhook">The exporter's feedback endpoint.</param>
/// <param name="TokenFile">File with the bearer token for it.</param>
public sealed record AlertmanagerOptions(Uri Webhook, string TokenFile)
{
    /// <summary>The shipped example: the lab changes address, token and the intervals, and proves the rest of it.</summary>
    public string Template { get; init; } = Repository.PathOf("alerts", "alertmanager", "alertmanager.yml");

    public TimeSpan GroupWait { get; init; } = TimeSpan.Zero;

    public TimeSpan GroupInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A little under twice the group interval: at the next flush but one, not at the one after that.</summary>
    public TimeSpan RepeatInterval { get; init; } = TimeSpan.FromSeconds(9);

    /// <summary>Null: a free one.</summary>
    public int? Port { get; init; }

    /// <summary>Tells several in one folder apart.</summary>
    public string Name { get; init; } = "alertmanager";

    /// <summary>Where it gossips; null: it does not.</summary>
    public int? ClusterPort { get; init; }

    /// <summary>Cluster port of another one to join.</summary>
    public int? Peer { get; init; }
}
