using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Ledger;

/// <content>What outlasts a restart of the exporter.</content>
public sealed partial class MovementLedger
{
    /// <summary>Changes with everything that a restart must not forget.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>All that a restart must not forget, and the version of that.</summary>
    public (IReadOnlyDictionary<Guid, LedgerEntry> Entries, Moment? UsedUpUntil, long Version) Saved()
    {
        lock (_lock)
            return (new Dictionary<Guid, LedgerEntry>(_entries), _usedUpUntil, _version);
    }

    /// <summary>Remembers what another process did, instead of what was seen of it from outside.</summary>
    /// <param name="entries">By domain.</param>
    /// <param name="savedAt">When that process wrote it down.</param>
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
    /// Takes in since when a domain's instance certainly runs: of one that began after an earlier process wrote its last word nothing of that
    /// holds. Where it is not known when it began, all of it does.
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

    /// <summary>Has all limits count as used up for a while: what was taken before is not known.</summary>
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
