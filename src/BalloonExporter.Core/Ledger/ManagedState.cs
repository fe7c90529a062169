using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Ledger;

/// <summary>Whether a domain is managed, including back-offs after foreign moves and stalls. Pure.</summary>
public static class ManagedState
{
    /// <summary>Why a domain is not managed, including its recent history; null when it is.</summary>
    public static DecisionReason? UnmanagedReason(DomainMemory domain, LedgerEntry entry, Limits limits, Moment now) =>
        WithBackoff(Eligibility.ReasonInDomain(domain, limits, now), entry, limits, now);

    /// <summary>Why a request is refused whatever its target; null when it is not.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="entry">Recent history of the domain.</param>
    /// <param name="request">The request.</param>
    /// <param name="limits">The constants.</param>
    /// <param name="now">The moment of the decision.</param>
    public static DecisionReason? RefusalReason(DomainMemory domain, LedgerEntry entry, BalloonRequest request, Limits limits, Moment now)
    {
        var gives = request.TargetKib > entry.InForceKib(domain);
        var reason = WithBackoff(Eligibility.RefusalReason(domain, gives, limits, now), entry, limits, now);
        if (reason == DecisionReason.Grace && IsSafeInGrace(domain, request, gives, limits))
            return WithBackoff(Eligibility.ReasonAfterGrace(domain, limits), entry, limits, now);
        return gives && request.IsReflex && MayBeGiven(reason) ? null : reason;
    }

    // A guest that has just started touches memory fast. In an emergency it may be held at what it has, and be given what it turns out to
    // need: neither takes anything it uses. When its start is unknown, so is what it is about to do; that it does not report yet means nothing.
    private static bool IsSafeInGrace(DomainMemory domain, BalloonRequest request, bool gives, Limits limits) =>
        domain.Facts.RunningSince is not null
        && domain.MonitorAnswered
        && (gives
            ? request is { Origin: RequestOrigin.Rescue, Trigger: not RescueTrigger.Silent } or { Origin: RequestOrigin.Release }
            : request.Origin == RequestOrigin.Emergency && request.TargetKib >= domain.ResidentKib + limits.FreezeMarginKib);

    private static DecisionReason? WithBackoff(DecisionReason? reason, LedgerEntry entry, Limits limits, Moment now)
    {
        // A reason that forbids everything takes precedence over one that allows giving memory.
        if (reason is not null && !MayBeGiven(reason))
            return reason;
        if (entry.ForeignMoveAt + limits.ForeignMoveBackoff > now)
            return DecisionReason.MovedByOther;
        return reason ?? (entry.Exclusion?.Until > now ? DecisionReason.Uncooperative : null);
    }

    // Reflexes may give memory to a guest that does not report or does not follow.
    private static bool MayBeGiven(DecisionReason? reason) => reason is DecisionReason.StaleStatistics or DecisionReason.NoUsableMemory or DecisionReason.Uncooperative;
}
