using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Ledger;

/// <summary>Whether a domain is managed, what the ledger remembers of it included: back-offs after moves by others and after stalls. Pure.</summary>
public static class ManagedState
{
    /// <summary>Why a domain is not managed, what it and others did of late included; null when it is.</summary>
    public static DecisionReason? UnmanagedReason(DomainMemory domain, LedgerEntry entry, Limits limits, Moment now) =>
        WithBackoff(Eligibility.ReasonInDomain(domain, limits, now), entry, limits, now);

    /// <summary>Why a request may not be carried out whatever it asks for; null when it may.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="entry">What it and others did of late.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="limits">The constants.</param>
    /// <param name="now">The moment of the decision.</param>
    public static DecisionReason? RefusalReason(DomainMemory domain, LedgerEntry entry, BalloonRequest request, Limits limits, Moment now)
    {
        var gives = request.TargetKib > entry.InForceKib(domain);
        var reason = WithBackoff(Eligibility.RefusalReason(domain, gives, limits, now), entry, limits, now);
        return gives && request.IsReflex && MayBeGiven(reason) ? null : reason;
    }

    private static DecisionReason? WithBackoff(DecisionReason? reason, LedgerEntry entry, Limits limits, Moment now)
    {
        // A reason that lets nothing through comes before one that lets memory be given.
        if (reason is not null && !MayBeGiven(reason))
            return reason;
        if (entry.ForeignMoveAt + limits.ForeignMoveBackoff > now)
            return DecisionReason.MovedByOther;
        return reason ?? (entry.Exclusion?.Until > now ? DecisionReason.Uncooperative : null);
    }

    // What the exporter itself gives: a guest that does not report, or does not follow, is not to be left with too little for that.
    private static bool MayBeGiven(DecisionReason? reason) => reason is DecisionReason.StaleStatistics or DecisionReason.NoUsableMemory or DecisionReason.Uncooperative;
}
