using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.GuardRails;

/// <summary>The guard-rails: every request to move memory, of whatever origin, passes here. Pure.</summary>
public static class GuardRail
{
    /// <summary>Decides on one request.</summary>
    /// <param name="context">The request and the state it is decided on.</param>
    /// <returns>The target to set with <see cref="Verdict.Applied"/>, or a refusal with its reason.</returns>
    public static Decision Decide(DecisionContext context)
    {
        if (context.Domain is not { } domain)
            return Decision.Refuse(DecisionReason.UnknownDomain);
        if (RefusalBeforehand(context, domain) is { } reason)
            return context.Refuse(reason);
        if (PossibleMove.Of(context) is not { } move)
            return context.Refuse(DecisionReason.MemoryUnknown);

        // Refused, not clipped: a plan that asks for this is faulty or forged, and nothing it says can be trusted.
        if (move.TargetKib < move.Policy.FloorKib)
            return context.Refuse(DecisionReason.BelowFloor);
        if (move.TargetKib > move.MaximumKib)
            return context.Refuse(DecisionReason.AboveMaximum);

        var deadBandKib = DeadBand.OfKib(move);
        if (!move.CallsOff(move.TargetKib) && Math.Abs(move.TargetKib - move.FromKib) < deadBandKib)
            return context.Refuse(DecisionReason.DeadBand);
        if (move.TargetKib > move.FromKib)
            return Grow.Decide(move, deadBandKib);
        return HeldBack(context) is { } held ? context.Refuse(held) : Shrink.Decide(move, deadBandKib);
    }

    private static DecisionReason? RefusalBeforehand(DecisionContext context, DomainMemory domain)
    {
        // Checked first: the answer must not show whether an excluded domain exists.
        if (domain.Excluded)
            return DecisionReason.Excluded;
        if (Timeliness.RefusalReason(context) is { } untimely)
            return untimely;
        if (ManagedState.RefusalReason(domain, context.Entry, context.Request, context.Limits, context.Now) is { } unmanaged)
            return unmanaged;
        return domain.JobActive switch
        {
            null => DecisionReason.JobUnknown,
            true => DecisionReason.JobActive,
            false => null,
        };
    }

    private static DecisionReason? HeldBack(DecisionContext context)
    {
        if (context.Activity.Paused)
            return DecisionReason.Paused;
        // What a guest was given is not taken back before it has arrived: it would be taken from a guest in need.
        if (context.Entry.Watch?.Move is { IsShrink: false } raise && context.Domain?.CurrentKib < raise.ToKib && context.Request.Origin != RequestOrigin.Emergency)
            return DecisionReason.Cooldown;
        // During a cooldown, or when it was given more than it needs a moment ago, only reflexes may shrink it; during a cooldown they take only idle memory.
        return context.Entry.ShrinkBlockedUntil(context.Limits) > context.Now && !context.Request.IsReflex ? DecisionReason.Cooldown : null;
    }
}
