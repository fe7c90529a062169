using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.GuardRails;

/// <summary>Guard-rails for giving memory. Pure.</summary>
internal static class Grow
{
    /// <summary>Decides on a target above the one in force. Preconditions: the domain may be given memory, and the target is not above its maximum.</summary>
    public static Decision Decide(PossibleMove move, long deadBandKib)
    {
        var context = move.Context;
        // Taken and given in turns it costs the guest more than it wins. What it needs it gets by growth or a rescue.
        if (context.Request is { Origin: RequestOrigin.Recovery, Cause: ReflexCause.NoHeartbeat or ReflexCause.Silent } && context.Entry.RecoveryBlockedUntil(context.Limits) > context.Now)
            return context.Refuse(DecisionReason.Cooldown);
        // Memory the guest already has needs no grant.
        var grantedFromKib = Math.Max(move.FromKib, move.CurrentKib);
        var target = new ClippedTarget(move.TargetKib);
        target.Lower(move.Policy.CeilingKib, DecisionReason.Ceiling);
        target.Lower(grantedFromKib + HostRoom.GrantableKib(move.Host, context.Activity.GrantedKib, context.Limits), DecisionReason.HostRoom);

        if (!move.CallsOff(target.Kib) && target.Kib - move.FromKib < deadBandKib)
            return context.Refuse(target.LastReason);
        return target.Apply(move.FromKib) with { GrantedKib = Math.Max(0, target.Kib - grantedFromKib) };
    }
}
