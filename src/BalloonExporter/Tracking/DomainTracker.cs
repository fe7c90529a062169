using System.Threading.Channels;
using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Needs;
using BalloonExporter.Core.Policy;
using BalloonExporter.Core.Reflexes;
using BalloonExporter.Kernel;
using BalloonExporter.Options;

namespace BalloonExporter.Tracking;

/// <summary>
/// What is remembered of each domain between reads: facts from its XML, since when it runs, and its history. Kept right by
/// libvirt's events. Thread-safe: events come on libvirt's thread.
/// </summary>
internal sealed partial class DomainTracker(
    MovementLedger ledger, QemuProcesses processes, PolicyErrors policyErrors, ExporterOptions options, SteadyClock clock, ILogger<DomainTracker> log)
{
    // A statistics period changed by somebody else raises no event.
    private static readonly TimeSpan SuspectFactsAge = TimeSpan.FromSeconds(10);

    // The event of a start comes a little after the process; boot time is known in whole seconds.
    private static readonly TimeSpan ClockError = TimeSpan.FromSeconds(3);

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, Entry> _entries = [];
    // More than the domains of any host; what does not fit is seen again.
    private readonly Channel<Guid> _wrongPeriods =
        Channel.CreateBounded<Guid>(new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly Channel<Guid?> _changedDefinitions =
        Channel.CreateBounded<Guid?>(new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Domains whose statistics are asked for too rarely, or no longer have to be asked for so often.</summary>
    public ChannelReader<Guid> WrongStatisticsPeriods => _wrongPeriods.Reader;

    /// <summary>How often a domain shall be asked for its statistics.</summary>
    public TimeSpan StatisticsPeriodFor(Guid uuid)
    {
        lock (_lock)
        {
            var entry = _entries.GetValueOrDefault(uuid);
            return entry is { Tight: true } ? LookSchedule.TightPeriod : entry?.PeriodAtEase ?? options.GuestStatisticsPeriod;
        }
    }

    /// <summary>Domains whose definition or metadata changed; null: any may have.</summary>
    public ChannelReader<Guid?> ChangedDefinitions => _changedDefinitions.Reader;

    /// <summary>Cached facts; null when the XML has to be read.</summary>
    public DomainFacts? FactsOf(Guid uuid)
    {
        lock (_lock)
        {
            var entry = _entries.GetValueOrDefault(uuid);
            if (entry is { Suspect: true } && clock.Now - entry.FactsReadAt > SuspectFactsAge)
                return null;
            return entry?.Facts;
        }
    }

    /// <summary>Keeps facts just read.</summary>
    public DomainFacts Remember(Guid uuid, string name, DomainFacts facts)
    {
        lock (_lock)
        {
            var entry = EntryOf(uuid);
            if (entry.RunningSince is null && processes.StartedAt(uuid) is { } startedAt)
                ledger.Began(uuid, startedAt - ClockError);
            entry.RunningSince ??= RunningSince(uuid);
            entry.FactsReadAt = clock.Now;
            // The first look at an instance tells what it was started with; what changes later waits for its next start.
            entry.StartedEnabled ??= OptOut.StartedEnabled(facts, name, options.Limits);
            facts = facts with { RunningSince = entry.RunningSince, StartedEnabled = entry.StartedEnabled };
            NotePolicyProblem(entry, uuid, name, facts);
            if (IsTooSlow(facts.StatisticsPeriod) && MayBeAsked(facts, name))
                _wrongPeriods.Writer.TryWrite(uuid);
            return entry.Facts = facts;
        }
    }

    /// <summary>Takes in what a read saw of a running domain and completes it with what is remembered.</summary>
    public DomainMemory Observe(DomainMemory domain, Moment at, Limits limits)
    {
        ledger.Observe(domain, at, limits);
        lock (_lock)
        {
            var entry = EntryOf(domain.Uuid);
            if (domain.Guest is { } told && entry.SampleTimes.Place(told, at) is var sampledAt && sampledAt != told.SampledAt)
                domain = domain with { Guest = told with { SampledAt = sampledAt } };
            if (domain.CurrentKib is { } currentKib)
            {
                entry.History.ObserveBalloon(at, currentKib);
                if (domain is { Guest: { } guest, MaximumKib: { } maximumKib })
                    entry.History.ObserveSample(guest, currentKib, maximumKib, domain.Facts.AutoDeflate, domain.Facts.PluggedKib);
            }

            bool? fresh = domain.Guest is not { } sample
                ? null
                : domain.Facts.StatisticsPeriod is { } period && Freshness.IsFresh(sample.SampledAt, period, limits, at);
            entry.Suspect = fresh == false && domain.State == DomainState.Running;
            domain = domain with { StatisticsFresh = fresh };
            NoteTightness(entry, domain, limits);
            return domain with
            {
                WorkingSet = entry.History.WorkingSet,
                SwapDebtKib = entry.History.SwapDebtKib,
                RecentLeastUsableShare = entry.History.RecentLeastUsableShare,
                RecentSwapOut = entry.History.RecentSwapOut,
            };
        }
    }

    /// <summary>A balloon moved.</summary>
    public void BalloonMoved(Guid uuid, long currentKib)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(uuid, out var entry))
                entry.History.ObserveBalloon(clock.Now, currentKib);
        }
    }

    /// <summary>A balloon is about to be told to move.</summary>
    public void BalloonTold(Guid uuid)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(uuid, out var entry))
                entry.History.ExpectMove(clock.Now);
        }
    }

    /// <summary>An instance started: booted, restored, or migrated in.</summary>
    public void Started(Guid uuid)
    {
        ledger.Forget(uuid);
        processes.Forget(uuid);
        lock (_lock)
            _entries[uuid] = new Entry { RunningSince = clock.Now };
    }

    /// <summary>The guest rebooted within its instance: the target stays, the guest's counters and needs start anew.</summary>
    public void Rebooted(Guid uuid)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(uuid, out var entry))
                return;
            entry.RunningSince = clock.Now;
            entry.Facts = entry.Facts is { } facts ? facts with { RunningSince = entry.RunningSince } : null;
            entry.History.Forget();
        }
    }

    /// <summary>An instance ended.</summary>
    public void Stopped(Guid uuid)
    {
        ledger.Forget(uuid);
        processes.Forget(uuid);
        lock (_lock)
            _entries.Remove(uuid);
    }

    /// <summary>Something in the domain's XML changed.</summary>
    public void Changed(Guid uuid)
    {
        _changedDefinitions.Writer.TryWrite(uuid);
        lock (_lock)
        {
            if (_entries.TryGetValue(uuid, out var entry))
                entry.Facts = null;
        }
    }

    /// <summary>Events may have been missed: all facts must be read again, and instances that started meanwhile are new.</summary>
    public void MissedEvents()
    {
        _changedDefinitions.Writer.TryWrite(null);
        lock (_lock)
        {
            foreach (var (uuid, entry) in _entries.ToList())
            {
                entry.Facts = null;
                if (entry.RunningSince is { } known && RunningSince(uuid) is var since && since > known + ClockError)
                {
                    ledger.Forget(uuid);
                    _entries[uuid] = new Entry { RunningSince = since };
                }
            }
        }
    }

    /// <summary>Drops what is remembered of domains that are gone.</summary>
    public void Keep(IReadOnlySet<Guid> active, IReadOnlySet<Guid> existing)
    {
        ledger.Keep(existing);
        processes.Keep(active);
        lock (_lock)
        {
            foreach (var uuid in _entries.Keys.Where(uuid => !active.Contains(uuid)).ToList())
                _entries.Remove(uuid);
        }
    }

    // Once for each form of the element, not with every look at it.
    private void NotePolicyProblem(Entry entry, Guid uuid, string name, DomainFacts facts)
    {
        var problem = facts.Policy?.Problem ?? facts.NextPolicy?.Problem;
        if (problem is not null && problem != entry.PolicyProblem)
        {
            policyErrors.Add();
            PolicyMalformed(name, uuid, problem);
        }

        entry.PolicyProblem = problem;
    }

    // A tight guest is asked more often while it is one. Who is asked that often anyhow, by whoever's wish, stays so.
    private void NoteTightness(Entry entry, DomainMemory domain, Limits limits)
    {
        var tight = LookSchedule.IsTight(domain, entry.Tight, limits);
        if (tight == entry.Tight)
            return;
        if (tight)
        {
            if (domain.Facts.StatisticsPeriod is not { } period || period <= LookSchedule.TightPeriod || !MayBeAsked(domain.Facts, domain.Name))
                return;
            entry.PeriodAtEase = IsTooSlow(period) ? options.GuestStatisticsPeriod : period;
        }

        entry.Tight = tight;
        _wrongPeriods.Writer.TryWrite(domain.Uuid);
    }

    private bool MayBeAsked(DomainFacts facts, string name) =>
        facts is { HasStatisticsPeriod: true, Balloon: BalloonCapability.Manageable } && !OptOut.LeavesAlone(facts, name, options.Limits);

    private bool IsTooSlow(TimeSpan? period) => period is null || period == TimeSpan.Zero || period > options.GuestStatisticsPeriod;

    // Where the process cannot be found the domain counts as just started: that costs a while of grace and nothing else.
    private Moment RunningSince(Guid uuid) => processes.StartedAt(uuid) ?? clock.Now;

    private Entry EntryOf(Guid uuid)
    {
        if (!_entries.TryGetValue(uuid, out var entry))
            _entries[uuid] = entry = new Entry();
        return entry;
    }

    [LoggerMessage(LogLevel.Warning, "The policy element of a domain is malformed: the domain is left alone")]
    private partial void PolicyMalformed(string domain, Guid uuid, string err);

    private sealed class Entry
    {
        public DomainFacts? Facts { get; set; }

        public Moment FactsReadAt { get; set; }

        public bool Suspect { get; set; }

        public Moment? RunningSince { get; set; }

        public bool? StartedEnabled { get; set; }

        public bool Tight { get; set; }

        public TimeSpan? PeriodAtEase { get; set; }

        public string? PolicyProblem { get; set; }

        public WorkingSetEstimator History { get; } = new();

        public SampleTimes SampleTimes { get; } = new();
    }
}
