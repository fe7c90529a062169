namespace BalloonExporter.Core.Model;

/// <summary>One decision about one domain.</summary>
public sealed record Decision
{
    /// <summary>Whether the target may be set; after the call, its result.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>The reason of the refusal, or the last guard-rail that clipped the target.</summary>
    public required DecisionReason Reason { get; init; }

    /// <summary>
    /// The reason as it is told: why the request was not carried out, or that it was, as asked or in part. What clipped it is told by
    /// <see cref="ClippedBy"/> alone.
    /// </summary>
    public DecisionReason ToldReason => Verdict is Verdict.Applied or Verdict.DryRun && ClippedBy.Count > 0 ? DecisionReason.InPart : Reason;

    /// <summary>The target in force or the balloon's size before the decision. Null when unknown.</summary>
    public long? FromKib { get; init; }

    /// <summary>The same in bytes.</summary>
    public long? FromBytes => Kib.ToBytes(FromKib);

    /// <summary>The target to set. Null for a refusal.</summary>
    public long? ToKib { get; init; }

    /// <summary>The same in bytes.</summary>
    public long? ToBytes => Kib.ToBytes(ToKib);

    /// <summary>The guard-rails that clipped the target, in order.</summary>
    public IReadOnlyList<DecisionReason> ClippedBy { get; init; } = [];

    /// <summary>Upper bound of the resident memory that the shrink can take, in KiB. It counts against the limits until the real amount is observed.</summary>
    public long ResidentTakenKib { get; init; }

    /// <summary>Additional memory that the host may have to provide, in KiB. Zero when a grow only cancels a shrink in progress.</summary>
    public long GrantedKib { get; init; }

    /// <summary>Whether the take goes below what the guest needs to live: the rest has to go into its swap.</summary>
    public bool IntoSwap { get; init; }

    /// <summary>Whether there is a target to set.</summary>
    public bool HasTarget => ToKib is not null;

    /// <summary>
    /// The decision as told to API callers: a domain excluded by the operator looks like one that does not exist. The log and the
    /// counters have the true reason.
    /// </summary>
    public Decision ForCallers => Reason == DecisionReason.Excluded ? Refuse(DecisionReason.UnknownDomain) : this;

    /// <summary>Half of a grow that libvirt refused as too high; null when that is not worth a command.</summary>
    /// <param name="domain">The domain as read for the decision.</param>
    /// <param name="worthwhileKib">A grow smaller than this is not worth a command.</param>
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
