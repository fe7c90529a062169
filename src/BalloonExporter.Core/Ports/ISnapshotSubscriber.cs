using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Ports;

/// <summary>
/// Takes in what was read, so that the ledger knows of it. The engine hands over each of its own reads, before it decides on it. Whoever
/// only looks (a scrape, a page, readiness) does not: how often somebody looks must not decide when a guest counts as stuck.
/// </summary>
public interface ISnapshotSubscriber
{
    /// <summary>Takes in a snapshot. One that comes late, after a newer one, does no harm.</summary>
    void TakeIn(HostSnapshot snapshot);
}
