using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Ledger;

/// <content>State that survives a restart of the exporter.</content>
public sealed partial class MovementLedger
{
    /// <summary>Increases with each change of state that must survive a restart.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>The state that must survive a restart, and its version.</summary>
    public (IReadOnlyDictionary<Guid, LedgerEntry> Entries, Moment? UsedUpUntil, long Version) Saved()
    {
        lock (_lock)
            return (new Dictionary<Guid, LedgerEntry>(_entries), _usedUpUntil, _version);
    }

    /// <summary>Replaces observed state with the state saved by another process.</summary>
    /// <param name="entries">By domain.</param>
    /// <param name="savedAt">When it was saved.</param>
    public void Restore(IReadOnlyDictionary<Guid, LedgerEntry> entries, Moment savedAt)
    {
        lock (_lock)
        {
            foreach (var (uuid, entry) in entries)
                _entries[uuid] = _beganAt.TryGetValue(uuid, out var beganAt) && beganAt > savedAt ? entry.CountsOnly() : entry;
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
