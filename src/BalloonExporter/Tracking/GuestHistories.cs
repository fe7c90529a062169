using BalloonExporter.Core.Model;
using BalloonExporter.Core.Needs;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Tracking;

/// <summary>
/// Samples and balloon sizes of each guest within the last minutes, from which its working set is computed. A sample counts once, however
/// often it is read: another read of it changes nothing. Thread-safe: one lock, inside which nothing else is called.
/// </summary>
internal sealed class GuestHistories(SteadyClock clock)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, History> _histories = [];

    /// <summary>Completes the data of a running domain from its history: freshness, working set, swap debt.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="at">When it was read.</param>
    /// <param name="limits">The constants.</param>
    public DomainMemory Complete(DomainMemory domain, Moment at, Limits limits)
    {
        lock (_lock)
        {
            if (!_histories.TryGetValue(domain.Uuid, out var history))
                _histories[domain.Uuid] = history = new History();
            if (domain.Guest is { } told && history.SampleTimes.Place(told, at) is var sampledAt && sampledAt != told.SampledAt)
                domain = domain with { Guest = told with { SampledAt = sampledAt } };
            if (domain.CurrentKib is { } currentKib)
            {
                history.WorkingSet.ObserveBalloon(at, currentKib);
                // Of two concurrent reads one may find an older sample.
                if (domain is { Guest: { } guest, MaximumKib: { } maximumKib } && guest.SampledAt >= history.SampleTimes.NewestAt)
                    history.WorkingSet.ObserveSample(guest, currentKib, maximumKib, domain.Facts.AutoDeflate, domain.Facts.PluggedKib);
            }

            return Seen(domain, at, limits, history.WorkingSet) with
            {
                NextSample = domain.Guest is { } newest ? history.Arrivals.Note(newest.SampledAt, at, domain.Facts.StatisticsPeriod) : null,
            };
        }
    }

    /// <summary>Completes the data of a domain that was read before and would be read the same: nothing is learned from it.</summary>
    /// <inheritdoc cref="Complete"/>
    public DomainMemory Renew(DomainMemory domain, Moment at, Limits limits)
    {
        lock (_lock)
            return _histories.TryGetValue(domain.Uuid, out var history) ? Seen(domain, at, limits, history.WorkingSet) : domain with { ReadAt = at };
    }

    /// <summary>A balloon moved.</summary>
    public void BalloonMoved(Guid uuid, long currentKib)
    {
        lock (_lock)
            _histories.GetValueOrDefault(uuid)?.WorkingSet.ObserveBalloon(clock.Now, currentKib);
    }

    /// <summary>A target is about to be set.</summary>
    public void BalloonTold(Guid uuid)
    {
        lock (_lock)
            _histories.GetValueOrDefault(uuid)?.WorkingSet.ExpectMove(clock.Now);
    }

    /// <summary>The guest rebooted: its counters and working set restart, the offset of its clock is kept.</summary>
    public void Rebooted(Guid uuid)
    {
        lock (_lock)
        {
            if (!_histories.TryGetValue(uuid, out var history))
                return;
            history.WorkingSet.Forget();
            history.Arrivals.Forget();
        }
    }

    /// <summary>An instance started or ended.</summary>
    public void Forget(Guid uuid)
    {
        lock (_lock)
            _histories.Remove(uuid);
    }

    /// <summary>Drops the histories of domains that do not run.</summary>
    public void Keep(IReadOnlySet<Guid> active)
    {
        lock (_lock)
        {
            foreach (var uuid in _histories.Keys.Where(uuid => !active.Contains(uuid)).ToList())
                _histories.Remove(uuid);
        }
    }

    private static DomainMemory Seen(DomainMemory domain, Moment at, Limits limits, WorkingSetEstimator estimator) => domain with
    {
        ReadAt = at,
        StatisticsFresh = domain.Guest is not { } sample
            ? null
            : domain.Facts.StatisticsPeriod is { } period && Freshness.IsFresh(sample.SampledAt, period, limits, at),
        WorkingSet = estimator.WorkingSet,
        SwapDebtKib = estimator.SwapDebtKib,
        RecentLeastUsableShare = estimator.RecentLeastUsableShare,
        RecentSwapOut = estimator.RecentSwapOut,
    };

    private sealed class History
    {
        public WorkingSetEstimator WorkingSet { get; } = new();

        public SampleTimes SampleTimes { get; } = new();

        public SampleArrivals Arrivals { get; } = new();
    }
}
