using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Proof;
using BalloonExporter.Core.Reflexes;
using BalloonExporter.Kernel;

namespace BalloonExporter.Tracking;

/// <summary>
/// Forwards libvirt's events and this process's own actions to all caches of domain data. Thread-safe: events arrive on libvirt's thread;
/// it holds no lock of its own.
/// </summary>
internal sealed class DomainEvents(
    MovementLedger ledger,
    QemuProcesses processes,
    Instances instances,
    FactsCache facts,
    GuestHistories histories,
    WantedPeriods periods,
    PolicyProblems problems,
    ChangedDefinitions definitions,
    ExpectedStarts starts,
    ProofLedger proof,
    WakeSignal reflexes,
    KeptReads kept)
{
    /// <summary>An instance started: booted, restored, or migrated in.</summary>
    public void Started(Guid uuid)
    {
        instances.Started(uuid);
        Forget(uuid);
        starts.Started(uuid);
        reflexes.Tell();
    }

    /// <summary>The guest rebooted within its instance: the target stays, the guest's counters and history restart.</summary>
    public void Rebooted(Guid uuid)
    {
        instances.Rebooted(uuid);
        histories.Rebooted(uuid);
        kept.Rebooted(uuid);
    }

    /// <summary>An instance ended.</summary>
    public void Stopped(Guid uuid)
    {
        instances.Stopped(uuid);
        Forget(uuid);
    }

    /// <summary>Something in the domain's XML changed.</summary>
    public void Changed(Guid uuid)
    {
        definitions.Note(uuid);
        facts.Forget(uuid);
        kept.Happened(uuid);
    }

    /// <summary>A domain's state changed: it was paused, or goes on.</summary>
    public void StateChanged(Guid uuid) => kept.Happened(uuid);

    /// <summary>A balloon moved.</summary>
    public void BalloonMoved(Guid uuid, long currentKib)
    {
        histories.BalloonMoved(uuid, currentKib);
        kept.Happened(uuid);
    }

    /// <summary>A target is about to be set.</summary>
    public void BalloonTold(Guid uuid)
    {
        histories.BalloonTold(uuid);
        kept.Happened(uuid);
    }

    /// <summary>A guest is about to be asked for a sample out of turn.</summary>
    public void SampleDemanded(Guid uuid) => kept.SampleDemanded(uuid);

    /// <summary>An event was lost; <see cref="Missed"/> follows.</summary>
    public void Lost() => kept.AnythingHappened();

    /// <summary>A hypervisor does not tell what happens to its domains.</summary>
    public void NotTold() => kept.NothingTold();

    /// <summary>Events may have been missed: all facts must be read again, and instances that started meanwhile are new.</summary>
    public void Missed()
    {
        kept.AnythingHappened();
        definitions.Note(null);
        facts.ForgetAll();
        foreach (var uuid in instances.FindRestarted())
            Forget(uuid);
    }

    private void Forget(Guid uuid)
    {
        ledger.Forget(uuid);
        proof.Forget(uuid);
        processes.Forget(uuid);
        facts.Forget(uuid);
        histories.Forget(uuid);
        periods.Forget(uuid);
        problems.Forget(uuid);
        kept.Happened(uuid);
    }
}
