using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Proof;

/// <summary>
/// The proof for a customer: of each domain what it had, lacked, lent and borrowed, added up from looks at it. Looks and samples are
/// intervals on the monotonic time line, and time without them counts for nothing: a clock that is set, a restart, a reboot and a stall
/// neither lose nor invent a second. Thread-safe: one lock, inside which nothing else is called.
/// </summary>
/// <param name="clock">Tells when an entry begins, and nothing else.</param>
public sealed class ProofLedger(SteadyClock clock)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, ProofEntry> _entries = [];
    private readonly Dictionary<Guid, ProofCourse> _courses = [];
    private double? _partOfSold;
    private long _shortages;

    /// <summary>Increases with each shortage: then the state is worth to be saved soon.</summary>
    public long Shortages
    {
        get
        {
            lock (_lock)
                return _shortages;
        }
    }

    /// <summary>The entry of a domain; null before the first look at it.</summary>
    public ProofEntry? Of(Guid uuid)
    {
        lock (_lock)
            return _entries.GetValueOrDefault(uuid);
    }

    /// <summary>The longest wait of a domain for a rescue within the last hour; null when there was no rescue.</summary>
    public TimeSpan? LongestWaitOf(Guid uuid, Moment now)
    {
        lock (_lock)
            return _courses.GetValueOrDefault(uuid)?.LongestWait(now);
    }

    /// <summary>Records what the host has and has sold: a domain's part of it is in proportion to what it was sold.</summary>
    public void See(HostSnapshot snapshot)
    {
        // Of some domains alone the sum is not known.
        if (snapshot is not { Memory.TotalKib: var totalKib, Existing: not null })
            return;
        var soldKib = snapshot.Domains.Sum(domain => domain.MaximumKib ?? 0);
        lock (_lock)
            _partOfSold = soldKib > 0 ? Math.Min(1, (double)totalKib / soldKib) : null;
    }

    /// <summary>Records a look at a domain.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="at">When it was read.</param>
    /// <param name="rescuedAt">When it was last rescued; null when it was not.</param>
    /// <param name="limits">The constants.</param>
    public void Observe(DomainMemory domain, Moment at, Moment? rescuedAt, Limits limits)
    {
        if (domain.Excluded)
            return;
        var wallTime = clock.WallTime;
        lock (_lock)
        {
            var course = (_courses.GetValueOrDefault(domain.Uuid) ?? new ProofCourse()).After(rescuedAt);
            if (at <= course.Last?.At)
                return;
            if (Holding.Of(domain, at, _partOfSold, limits) is not { } holding)
            {
                // A paused guest needs nothing: what follows begins anew.
                _courses[domain.Uuid] = course with { Last = null, Sample = null, IsShort = false, ShortSince = null };
                return;
            }

            var entry = course.Counted(_entries.GetValueOrDefault(domain.Uuid) ?? new ProofEntry { Since = wallTime }, holding);
            course = course with { Last = holding };
            if (GuestSample.Of(domain, at, limits) is { } sample && !(sample.SampledAt <= course.Sample?.SampledAt))
                (entry, course) = Sampled(entry, course, sample, domain.Facts.StatisticsPeriod ?? TimeSpan.Zero, limits);
            _entries[domain.Uuid] = entry;
            _courses[domain.Uuid] = course;
        }
    }

    /// <summary>Ends the intervals of a domain whose instance started or ended; its entry stays.</summary>
    public void Forget(Guid uuid)
    {
        lock (_lock)
            _courses.Remove(uuid);
    }

    /// <summary>Drops domains that no longer exist on this host.</summary>
    public void Keep(IReadOnlySet<Guid> existing)
    {
        lock (_lock)
        {
            foreach (var uuid in _entries.Keys.Where(uuid => !existing.Contains(uuid)).ToList())
                _entries.Remove(uuid);
            foreach (var uuid in _courses.Keys.Where(uuid => !existing.Contains(uuid)).ToList())
                _courses.Remove(uuid);
        }
    }

    /// <summary>All entries, to be saved.</summary>
    public IReadOnlyDictionary<Guid, ProofEntry> Saved()
    {
        lock (_lock)
            return new Dictionary<Guid, ProofEntry>(_entries);
    }

    /// <summary>Continues the entries that another process saved.</summary>
    public void Restore(IReadOnlyDictionary<Guid, ProofEntry> entries)
    {
        lock (_lock)
        {
            foreach (var (uuid, entry) in entries)
                _entries[uuid] = entry;
        }
    }

    private (ProofEntry Entry, ProofCourse Course) Sampled(ProofEntry entry, ProofCourse course, GuestSample sample, TimeSpan period, Limits limits)
    {
        var isShort = sample.IsShort(course.Sample, limits);
        var time = course.ShortTime(sample, isShort, period, limits);
        if (time > TimeSpan.Zero)
            _shortages++;
        return (
            entry with { Unmet = entry.Unmet + time },
            course with { Sample = sample, IsShort = isShort, ShortSince = isShort ? course.ShortSince ?? sample.ArrivedAt : null });
    }
}
