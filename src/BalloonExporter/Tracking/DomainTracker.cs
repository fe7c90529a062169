using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Core.Proof;
using BalloonExporter.Kernel;
using BalloonExporter.Options;

namespace BalloonExporter.Tracking;

/// <summary>
/// The one subscriber of the engine's reads: it updates the ledger with stalls, foreign moves, charges and managed domains. Thread-safe:
/// so are its parts, and it holds no lock of its own.
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
    IPolicyHistory policies,
    ProofLedger proof,
    KeptReads kept,
    ExporterOptions options) : ISnapshotSubscriber
{
    public void TakeIn(HostSnapshot snapshot)
    {
        proof.See(snapshot);
        foreach (var domain in snapshot.Domains)
        {
            // An instance that ended or restarted since the read is another one.
            if (domain.ReadAt is not { } readAt || !(instances.RunningSince(domain.Uuid) <= readAt))
                continue;
            if (instances.TakeFoundSince(domain.Uuid) is { } since)
                ledger.Began(domain.Uuid, since);
            ledger.Observe(domain, readAt, options.Limits);
            proof.Observe(domain, readAt, ledger.Of(domain.Uuid).RescuedAt, options.Limits);
            periods.Look(domain);
            problems.Look(domain);
            policies.See(domain, readAt);
        }

        if (snapshot.Existing is { } existing)
            Keep(snapshot.Domains.Select(domain => domain.Uuid).ToHashSet(), existing);
    }

    // The entries of both ledgers outlive the instance, other data do not.
    private void Keep(HashSet<Guid> active, IReadOnlySet<Guid> existing)
    {
        ledger.Keep(existing);
        proof.Keep(existing);
        processes.Keep(active);
        resident.Keep(active);
        instances.Keep(active);
        facts.Keep(active);
        histories.Keep(active);
        periods.Keep(active);
        problems.Keep(active);
        kept.Keep(active);
        policies.Keep(existing);
    }
}
