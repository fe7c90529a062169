using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Ports;

/// <summary>
/// Receives the engine's reads, before decisions are made on them, and updates the ledger. Reads for display only (scrapes, pages,
/// readiness) are not passed: their frequency must not affect when a guest counts as stalled.
/// </summary>
public interface ISnapshotSubscriber
{
    /// <summary>Processes a snapshot. One that arrives after a newer one is harmless.</summary>
    void TakeIn(HostSnapshot snapshot);
}
