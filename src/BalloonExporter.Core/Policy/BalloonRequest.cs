namespace BalloonExporter.Policy;

/// <summary>Somebody's wish that a domain shall have so much memory.</summary>
/// <param name="Uuid">The domain.</param>
/// <param name="TargetKib">What it shall have.</param>
/// <param name="EvaluatedAt">When the wish was computed.</param>
/// <param name="Origin">Who asked.</param>
/// <param name="Fingerprint">Alertmanager's fingerprint of the alert, or another name of the message.</param>
public sealed record BalloonRequest(Guid Uuid, long TargetKib, DateTimeOffset EvaluatedAt, RequestOrigin Origin, string Fingerprint)
{
    /// <summary>By name who asked, for the audit trail: a caller and its address, or an Alertmanager. Null: the exporter itself.</summary>
    public string? AskedBy { get; init; }
}

/// <summary>Who asked for a target. A closed set: a metric label.</summary>
public enum RequestOrigin
{
    /// <summary>Alertmanager's webhook.</summary>
    Alert,

    /// <summary>Alertmanager's API, polled.</summary>
    Poll,
}
