using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Ledger;

/// <summary>
/// Targets set, memory granted and memory taken of late: the state of the guard-rails, and beside it counters of each domain. Holds no clock. Thread-safe.
/// </summary>
public sealed partial class MovementLedger
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, LedgerEntry> _entries = [];
    private readonly Dictionary<Guid, DomainCounters> _counters = [];
    private readonly Dictionary<Guid, long> _residentKib = [];
    // Managed domains with their deficit to the hard floor.
    private readonly Dictionary<Guid, long> _managed = [];
    private readonly Dictionary<Guid, Moment> _beganAt = [];
    private (IReadOnlyDictionary<Guid, long> Parts, Moment At)? _split;
    private Moment? _usedUpUntil;
    private Moment? _restoredOf;
    private long _version;

    /// <summary>The entry of a domain; empty when there is none.</summary>
    public LedgerEntry Of(Guid uuid)
    {
        lock (_lock)
            return _entries.GetValueOrDefault(uuid) ?? LedgerEntry.Empty;
    }

    /// <summary>The counters of a domain.</summary>
    public DomainCounters CountersOf(Guid uuid)
    {
        lock (_lock)
            return _counters.GetValueOrDefault(uuid) ?? DomainCounters.Zero;
    }

    /// <summary>Recent activity on all domains, for a decision about one of them.</summary>
    public RecentActivity RecentActivityOf(Guid uuid, Moment now, Limits limits)
    {
        lock (_lock)
        {
            var taken = _entries.Where(entry => entry.Value.TookSince(now - limits.BreakerWindow)).ToList();
            return new RecentActivity
            {
                GrantedKib = _entries.Values.Sum(entry => entry.UnseenSinceKib(now - limits.GrantWindow)),
                TakenKib = _entries.Values.Sum(entry => entry.Charges.ResidentSinceKib(now - limits.BreakerWindow)),
                UsedUp = now < _usedUpUntil,
                DomainsTakenFrom = taken.Count,
                ManagedDomains = _managed.Count,
                UrgentKib = _managed.Values.Sum(),
                ThisDomainTakenFrom = taken.Exists(entry => entry.Key == uuid),
                SplitKib = _split is { } split && now - split.At <= limits.SplitLifetime && split.Parts.TryGetValue(uuid, out var partKib) ? partKib : null,
            };
        }
    }

    /// <summary>Records the fair shares on a host that cannot hold all hard floors.</summary>
    /// <param name="parts">KiB by domain; null while the host can hold them.</param>
    /// <param name="at">The current moment.</param>
    public void NoteSplit(IReadOnlyDictionary<Guid, long>? parts, Moment at)
    {
        lock (_lock)
            _split = parts is null ? null : (parts, at);
    }

    /// <summary>Drops the entry of a domain whose instance ended; its counters stay.</summary>
    public void Forget(Guid uuid)
    {
        lock (_lock)
        {
            _version++;
            _residentKib.Remove(uuid);
            _managed.Remove(uuid);
            _virtual.Remove(uuid);
            _entries.Remove(uuid);
        }
    }

    /// <summary>Drops entries and counters of domains that no longer exist.</summary>
    public void Keep(IReadOnlySet<Guid> existing)
    {
        lock (_lock)
        {
            foreach (var uuid in _entries.Keys.Where(uuid => !existing.Contains(uuid)).ToList())
                _entries.Remove(uuid);
            foreach (var uuid in _counters.Keys.Where(uuid => !existing.Contains(uuid)).ToList())
                _counters.Remove(uuid);
            foreach (var uuid in _residentKib.Keys.Where(uuid => !existing.Contains(uuid)).ToList())
                _residentKib.Remove(uuid);
            foreach (var uuid in _managed.Keys.Where(uuid => !existing.Contains(uuid)).ToList())
                _managed.Remove(uuid);
            foreach (var uuid in _virtual.Keys.Where(uuid => !existing.Contains(uuid)).ToList())
                _virtual.Remove(uuid);
            foreach (var uuid in _beganAt.Keys.Where(uuid => !existing.Contains(uuid)).ToList())
                _beganAt.Remove(uuid);
        }
    }
}
