using BalloonExporter.Core.Model;
using BalloonExporter.Core.Needs;
using BalloonExporter.Core.Ports;
using BalloonExporter.Kernel;
using BalloonExporter.Options;

namespace BalloonExporter.Tracking;

/// <summary>
/// The newest read of each domain, for scrapes: what a fresh read would find again need not be asked of QEMU. Whatever happens to a domain
/// drops what is kept of it. Thread-safe: one lock, inside which nothing else is called.
/// </summary>
internal sealed partial class KeptReads(
    FactsCache facts, QemuProcesses processes, ReaderStatus status, ExporterOptions options, SteadyClock clock, ILogger<KeptReads> log)
{
    // After the clock was set, stamps from before are read for a while.
    private static readonly TimeSpan StampsMixed = TimeSpan.FromMinutes(1);

    // A guest that is asked for a sample answers within this time, or its next one comes no sooner than without.
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, KeptRead> _kept = [];
    private readonly Dictionary<Guid, Moment> _happenedAt = [];
    private readonly Dictionary<Guid, Moment> _rebootedAt = [];
    private readonly ReadChecks _checks = new(status);
    private Moment _allHappenedAt = Moment.MinValue;
    private Moment _stampsKnownFrom = Moment.MinValue;
    private TimeSpan? _wallAhead;

    /// <summary>What a fresh read of a domain would find; null: it has to be read.</summary>
    /// <param name="uuid">The domain.</param>
    /// <param name="state">Its state as just listed.</param>
    public DomainMemory? Of(Guid uuid, DomainState state)
    {
        if (options.ReadsAll)
            return null;
        var (current, now) = (facts.Of(uuid), clock.Now);
        WatchClock(now);
        Settle(now);
        KeptRead? kept;
        lock (_lock)
        {
            if (_checks.ReadsAll(now) || !_kept.TryGetValue(uuid, out kept) || !kept.Holds(state, current, now))
                return null;
        }

        // Resident memory is read each time. A process that is stopped or waits for a device would not answer, and that is to be seen.
        if (processes.ReadAwakeResident(uuid) is not { } residentKib)
            return null;
        status.AddReused();
        return kept.Read with { ResidentKib = residentKib };
    }

    /// <summary>Takes in a domain just read, and compares it with what was kept of it.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="begunAt">When the read began.</param>
    public void Note(DomainMemory domain, Moment begunAt)
    {
        if (options.ReadsAll)
            return;
        var now = clock.Now;
        WatchClock(now);
        Settle(now);
        var stampedAt = domain.Guest is { } guest ? clock.Of(guest.LastUpdate) : (Moment?)null;
        lock (_lock)
        {
            if (begunAt <= HappenedAt(domain.Uuid))
                return;
            var before = _kept.GetValueOrDefault(domain.Uuid);
            if (!domain.MonitorAnswered || domain.ReadAt is not { } readAt)
            {
                _kept.Remove(domain.Uuid);
                return;
            }

            // Of two reads at the same time either may be the newer one.
            if (before?.Read.ReadAt > begunAt)
            {
                if (before.DifferenceTo(domain) is not null)
                    _kept.Remove(domain.Uuid);
                return;
            }

            if (before?.Holds(domain.State, domain.Facts, readAt) == true)
                _checks.Compare(before, domain, now);
            var isKnown = begunAt >= _stampsKnownFrom && !(stampedAt < _rebootedAt.GetValueOrDefault(domain.Uuid));
            var next = stampedAt is { } stamp && isKnown ? KeptRead.EarliestNext(domain, stamp, before) : null;
            _kept[domain.Uuid] = new KeptRead(domain, begunAt, next);
        }
    }

    /// <summary>Something happened to a domain: it has to be read.</summary>
    public void Happened(Guid uuid) => Happened(uuid, clock.Now);

    /// <summary>A guest rebooted: its driver sends a sample when it is loaded, whenever that is.</summary>
    public void Rebooted(Guid uuid)
    {
        lock (_lock)
            _rebootedAt[uuid] = clock.Now;
        Happened(uuid);
    }

    /// <summary>A guest is being asked for a sample out of turn.</summary>
    public void SampleDemanded(Guid uuid) => Happened(uuid, clock.Now + AnswerTime);

    /// <summary>Anything may have happened: all domains have to be read.</summary>
    public void AnythingHappened()
    {
        lock (_lock)
            DropAll(clock.Now);
    }

    /// <summary>What happens is not told here: nothing is kept any more.</summary>
    public void NothingTold()
    {
        lock (_lock)
            DropAll(Moment.MaxValue);
    }

    /// <summary>Drops domains that do not run.</summary>
    public void Keep(IReadOnlySet<Guid> active)
    {
        lock (_lock)
        {
            DropGone(_kept, active);
            DropGone(_happenedAt, active);
            DropGone(_rebootedAt, active);
        }
    }

    private static void DropGone<T>(Dictionary<Guid, T> entries, IReadOnlySet<Guid> active)
    {
        foreach (var uuid in entries.Keys.Where(uuid => !active.Contains(uuid)).ToList())
            entries.Remove(uuid);
    }

    private void Happened(Guid uuid, Moment at)
    {
        lock (_lock)
        {
            _kept.Remove(uuid);
            if (!(_happenedAt.GetValueOrDefault(uuid) > at))
                _happenedAt[uuid] = at;
        }
    }

    private void DropAll(Moment at)
    {
        _kept.Clear();
        if (at > _allHappenedAt)
            _allHappenedAt = at;
    }

    private Moment HappenedAt(Guid uuid) => _happenedAt.TryGetValue(uuid, out var at) && at > _allHappenedAt ? at : _allHappenedAt;

    // Stamps are of the wall clock.
    private void WatchClock(Moment now)
    {
        var wallAhead = TimeSpan.FromTicks(clock.WallTimeOf(now).UtcTicks - now.Ticks);
        lock (_lock)
        {
            if (_wallAhead is { } before && before != wallAhead)
            {
                DropAll(now);
                _stampsKnownFrom = now + StampsMixed;
            }

            _wallAhead = wallAhead;
        }
    }

    private void Settle(Moment now)
    {
        IReadOnlyList<(Guid Uuid, string Figure)> mismatches;
        lock (_lock)
            mismatches = _checks.Settle(HappenedAt, now);
        foreach (var (uuid, figure) in mismatches)
        {
            // Its statistics period may have been changed, of which no event tells.
            facts.Forget(uuid);
            Mismatched(uuid, figure, ReadChecks.CleanTime.TotalSeconds);
        }
    }

    [LoggerMessage(LogLevel.Warning, "A fresh read of a domain found another figure than the one that scrapes would have reused, and no event told of it: for a while every scrape reads all domains")]
    private partial void Mismatched(Guid uuid, string figure, double seconds);
}
