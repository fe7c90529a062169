namespace BalloonExporter.Core.Model;

/// <summary>Somebody's wish that a domain shall have so much memory.</summary>
/// <param name="Uuid">The domain.</param>
/// <param name="TargetKib">What it shall have.</param>
/// <param name="EvaluatedAt">When what the wish rests on was measured.</param>
/// <param name="Origin">Who asked.</param>
/// <param name="Fingerprint">Alertmanager's fingerprint of the alert, or another name of the message.</param>
public sealed record BalloonRequest(Guid Uuid, long TargetKib, Moment EvaluatedAt, RequestOrigin Origin, string Fingerprint)
{
    /// <summary>By name who asked, for the audit trail: a caller and its address, or an Alertmanager. Null: the exporter itself.</summary>
    public string? AskedBy { get; init; }

    /// <summary>How long the wish is good for after <see cref="EvaluatedAt"/>, as it says itself; null when it does not.</summary>
    public TimeSpan? Lifetime { get; init; }

    /// <summary>What made a rescue necessary; null for everything else.</summary>
    public RescueTrigger? Trigger { get; init; }

    /// <summary>Whether the exporter itself asks, on what it has just seen: nothing from outside is newer.</summary>
    public bool IsReflex => Origin is RequestOrigin.Rescue or RequestOrigin.Emergency or RequestOrigin.Recovery;
}
