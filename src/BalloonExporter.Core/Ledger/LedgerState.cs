namespace BalloonExporter.Core.Ledger;

/// <summary>The part of a ledger that survives a restart of the exporter.</summary>
/// <param name="Entries">State of the guard-rails by domain.</param>
/// <param name="Counters">Counters by domain.</param>
public sealed record LedgerState(IReadOnlyDictionary<Guid, LedgerEntry> Entries, IReadOnlyDictionary<Guid, DomainCounters> Counters);
