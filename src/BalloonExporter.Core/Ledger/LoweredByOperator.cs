using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Ledger;

/// <summary>
/// Whether a domain has less than its maximum on purpose: <c>currentMemory</c> is below <c>memory</c> in its definition, or an operator
/// set the balloon. It counts as intended until this exporter, or one before it, has moved the balloon of this instance; after that the
/// missing memory may be owed. Pure.
/// </summary>
public static class LoweredByOperator
{
    /// <summary>Whether only the operator can have lowered the balloon.</summary>
    public static bool Lowered(DomainMemory domain, LedgerEntry entry, Limits limits) =>
        domain is { CurrentKib: { } currentKib, MaximumKib: { } maximumKib }
        && maximumKib - currentKib >= limits.DeadBandKib(maximumKib)
        && domain.Facts is { Balloon: not (null or BalloonCapability.None), HasManagedMarker: false }
        && entry.LastEvaluatedAt is null;
}
