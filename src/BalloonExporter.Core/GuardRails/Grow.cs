using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.GuardRails;

/// <summary>The guard-rails of giving memory. Pure.</summary>
internal static class Grow
{
    /// <summary>Decides a target above the one in force; the domain may be given memory, the target is not above its maximum.</summary>
    public static Decision Decide(
        BalloonRequest request,
        long fromKib,
        long currentKib,
        long deadBandKib,
        EffectivePolicy policy,
        HostMemory host,
        RecentActivity activity,
        Limits limits)
    {
        var clippedBy = new List<DecisionReason>(2);
        var toKib = request.TargetKib;
        Lower(policy.CeilingKib, DecisionReason.Ceiling);
        // What the guest has now it need not be granted.
        Lower(Math.Max(fromKib, currentKib) + HostRoom.GrantableKib(host, activity.GrantedKib, limits), DecisionReason.HostRoom);

        var callsOff = request.IsReflex && fromKib < toKib && toKib <= currentKib;
        if (!callsOff && toKib - fromKib < deadBandKib)
            return Decision.Refuse(clippedBy[^1], currentKib);
        return new Decision
        {
            Verdict = Verdict.Applied,
            Reason = clippedBy.Count > 0 ? clippedBy[^1] : DecisionReason.AsRequested,
            FromKib = fromKib,
            ToKib = toKib,
            ClippedBy = clippedBy,
            GrantedKib = Math.Max(0, toKib - Math.Max(fromKib, currentKib)),
        };

        void Lower(long highestKib, DecisionReason reason)
        {
            if (toKib <= highestKib)
                return;
            toKib = highestKib;
            clippedBy.Add(reason);
        }
    }
}
