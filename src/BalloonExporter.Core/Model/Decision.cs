namespace BalloonExporter.Core.Model;

/// <summary>One decision about one domain.</summary>
public sealed record Decision
{
    /// <summary>Whether the target may be set, and how it went when it was tried.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>The reason that mattered: of the refusal, or of the last guard-rail that clipped the target.</summary>
    public required DecisionReason Reason { get; init; }

    /// <summary>Where the balloon stood, or was on its way to. Null when that is not known.</summary>
    public long? FromKib { get; init; }

    /// <summary>The same in bytes.</summary>
    public long? FromBytes => Kib.ToBytes(FromKib);

    /// <summary>The target to be set. Null on a refusal.</summary>
    public long? ToKib { get; init; }

    /// <summary>The same in bytes.</summary>
    public long? ToBytes => Kib.ToBytes(ToKib);

    /// <summary>Every guard-rail that clipped the target, in the order they did.</summary>
    public IReadOnlyList<DecisionReason> ClippedBy { get; init; } = [];

    /// <summary>The most that the shrink can take out of resident memory, in KiB: what counts against the limits until it is seen what it took.</summary>
    public long ResidentTakenKib { get; init; }

    /// <summary>How much more the host may have to find, in KiB: nothing while a larger balloon is only called off.</summary>
    public long GrantedKib { get; init; }

    /// <summary>Whether a target is to be set.</summary>
    public bool HasTarget => ToKib is not null;

    /// <summary>
    /// The same as a caller of the API is told it: of a domain that the operator left out he learns no more than of one that is not here.
    /// The log and the counters have the true reason.
    /// </summary>
    public Decision ForCallers => Reason == DecisionReason.Excluded ? Refuse(DecisionReason.UnknownDomain) : this;

    /// <summary>Half of a gift that libvirt refused as too high; null when that is not worth a command.</summary>
    /// <param name="domain">The domain as it was read for the decision.</param>
    /// <param name="worthwhileKib">A gift smaller than this is not worth a command.</param>
    public Decision? Lower(DomainMemory domain, long worthwhileKib)
    {
        if (domain.CurrentKib is not { } currentKib || this is not { FromKib: { } fromKib, ToKib: { } toKib })
            return null;
        var halfKib = (toKib - Math.Max(fromKib, currentKib)) / 2;
        return halfKib < worthwhileKib
            ? null
            : this with
            {
                Reason = DecisionReason.AboveMaximum,
                ToKib = toKib - halfKib,
                ClippedBy = [.. ClippedBy.Where(reason => reason != DecisionReason.AboveMaximum), DecisionReason.AboveMaximum],
                GrantedKib = Math.Max(0, GrantedKib - halfKib),
            };
    }

    /// <summary>A refusal.</summary>
    public static Decision Refuse(DecisionReason reason, long? fromKib = null) =>
        new() { Verdict = Verdict.Refused, Reason = reason, FromKib = fromKib };
}
