using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Ledger;

/// <summary>
/// Whether a domain has less than its maximum because somebody wants it so: <c>currentMemory</c> below <c>memory</c> in its definition, or a
/// balloon set by hand. It counts as a wish until this exporter, or one before it, has moved the balloon of this instance: then what is
/// missing may be owed. Pure.
/// </summary>
public static class LoweredByOperator
{
    /// <summary>Whether nobody but the domain's operator can have lowered it.</summary>
    public static bool Lowered(DomainMemory domain, LedgerEntry entry, Limits limits) =>
        domain is { CurrentKib: { } currentKib, MaximumKib: { } maximumKib }
        && maximumKib - currentKib >= limits.DeadBandKib(maximumKib)
        && domain.Facts is { Balloon: not (null or BalloonCapability.None), HasManagedMarker: false }
        && entry.LastEvaluatedAt is null;
}
