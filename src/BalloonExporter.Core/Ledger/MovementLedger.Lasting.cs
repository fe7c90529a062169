using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Ledger;

/// <content>State that survives a restart of the exporter.</content>
public sealed partial class MovementLedger
{
    /// <summary>Increases with each change of state that must survive a restart.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>The state that must survive a restart, and its version.</summary>
    public (LedgerState State, Moment? UsedUpUntil, long Version) Saved()
    {
        lock (_lock)
            return (new LedgerState(new Dictionary<Guid, LedgerEntry>(_entries), new Dictionary<Guid, DomainCounters>(_counters)), _usedUpUntil, _version);
    }

    /// <summary>Replaces observed state with the state saved by another process.</summary>
    /// <param name="state">The state.</param>
    /// <param name="savedAt">When it was saved.</param>
    public void Restore(LedgerState state, Moment savedAt)
    {
        lock (_lock)
        {
            foreach (var (uuid, counters) in state.Counters)
                _counters[uuid] = counters;
            foreach (var (uuid, entry) in state.Entries)
                _entries[uuid] = _beganAt.TryGetValue(uuid, out var beganAt) && beganAt > savedAt ? LedgerEntry.Empty : entry;
            _restoredOf = savedAt;
        }
    }

    /// <summary>
    /// Records a moment at which a domain's instance was certainly running. Saved state of an instance that started after the save is
    /// dropped. If the start time is unknown, the state is kept.
    /// </summary>
    public void Began(Guid uuid, Moment at)
    {
        bool isLater;
        lock (_lock)
        {
            _beganAt[uuid] = at;
            isLater = at > _restoredOf;
        }

        if (isLater)
            Forget(uuid);
    }

    /// <summary>Makes all limits count as used up for a while, because previous takes are unknown.</summary>
    public void UseUp(Moment until)
    {
        lock (_lock)
        {
            if (until <= _usedUpUntil)
                return;
            _usedUpUntil = until;
            _version++;
        }
    }
}
