namespace BalloonExporter.Core.Model;

/// <summary>A request that a domain shall have so much memory.</summary>
/// <param name="Uuid">The domain.</param>
/// <param name="TargetKib">Requested target in KiB.</param>
/// <param name="EvaluatedAt">When what the request rests on was measured.</param>
/// <param name="Origin">Who asked.</param>
/// <param name="Fingerprint">Alertmanager's fingerprint of the alert; empty when it sent none, or no alert asked.</param>
public sealed record BalloonRequest(Guid Uuid, long TargetKib, Moment EvaluatedAt, RequestOrigin Origin, string Fingerprint = "")
{
    /// <summary>Name of the requester for the audit trail: a caller with its address, or an Alertmanager. Null: the exporter itself.</summary>
    public string? AskedBy { get; init; }

    /// <summary>How long the request is good for after <see cref="EvaluatedAt"/>, as it says itself; null when it does not.</summary>
    public TimeSpan? Lifetime { get; init; }

    /// <summary>Why a reflex asked; null for everything else.</summary>
    public ReflexCause? Cause { get; init; }

    /// <summary>Names of the domains that a take makes room for; empty where it is for the host, or for no domain in particular.</summary>
    public IReadOnlyList<string> Helps { get; init; } = [];

    /// <summary>What made a rescue necessary; null for everything else.</summary>
    public RescueTrigger? Trigger => Origin != RequestOrigin.Rescue ? null : Cause switch
    {
        ReflexCause.SwapOut => RescueTrigger.SwapOut,
        ReflexCause.UsableLow => RescueTrigger.UsableLow,
        ReflexCause.Demand => RescueTrigger.Demand,
        ReflexCause.SelfDeflation => RescueTrigger.SelfDeflation,
        ReflexCause.Silent => RescueTrigger.Silent,
        ReflexCause.NotArriving => RescueTrigger.NotArriving,
        _ => null,
    };

    /// <summary>Whether the exporter made the request itself, on data just read: no request from outside is newer.</summary>
    public bool IsReflex => Origin is RequestOrigin.Rescue or RequestOrigin.Donor or RequestOrigin.Emergency or RequestOrigin.Recovery or RequestOrigin.Release;
}
