using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Kernel;
using BalloonExporter.Options;

namespace BalloonExporter.Tracking;

/// <summary>
/// Takes in what the engine read: the one way by which a look at the host becomes a stall, a move by somebody else, a charge or a managed
/// domain in the ledger. Thread-safe: what it passes on to is, and it holds no lock of its own.
/// </summary>
internal sealed class DomainTracker(
    MovementLedger ledger,
    QemuProcesses processes,
    ResidentMemory resident,
    Instances instances,
    FactsCache facts,
    GuestHistories histories,
    WantedPeriods periods,
    PolicyProblems problems,
    ExporterOptions options) : ISnapshotSubscriber
{
    public void TakeIn(HostSnapshot snapshot)
    {
        foreach (var domain in snapshot.Domains)
        {
            // An instance that ended, or began anew, since it was read is another one.
            if (domain.ReadAt is not { } readAt || !(instances.RunningSince(domain.Uuid) <= readAt))
                continue;
            if (instances.TakeFoundSince(domain.Uuid) is { } since)
                ledger.Began(domain.Uuid, since);
            ledger.Observe(domain, readAt, options.Limits);
            periods.Look(domain);
            problems.Look(domain);
        }

        if (snapshot.Existing is { } existing)
            Keep(snapshot.Domains.Select(domain => domain.Uuid).ToHashSet(), existing);
    }

    // A ledger's entry outlives the instance, the rest does not.
    private void Keep(HashSet<Guid> active, IReadOnlySet<Guid> existing)
    {
        ledger.Keep(existing);
        processes.Keep(active);
        resident.Keep(active);
        instances.Keep(active);
        facts.Keep(active);
        histories.Keep(active);
        periods.Keep(active);
        problems.Keep(active);
    }
}
