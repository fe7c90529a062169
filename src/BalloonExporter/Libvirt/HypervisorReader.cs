using System.Diagnostics;
using System.Runtime.CompilerServices;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Reflexes;
using BalloonExporter.Options;
using BalloonExporter.Tracking;
using LibvirtSharp;

namespace BalloonExporter.Libvirt;

/// <summary>
/// Reads one hypervisor: whether it answers, its list of domains, then facts, states and balloons of the active ones in parallel.
/// </summary>
/// <remarks>The first question waits for no domain. What waits for domains comes after it, see <see cref="DomainLists"/>.</remarks>
internal sealed partial class HypervisorReader : IDisposable
{
    // The first read waits this long for the versions.
    private static readonly TimeSpan VersionsPatience = TimeSpan.FromMilliseconds(100);

    private readonly ConditionalWeakTable<LibvirtConnection, HypervisorVersions> _versions = [];
    private readonly HangingCalls _hangingPulses = new();
    private readonly EventSession _session;
    private readonly DomainLists _lists;
    private readonly QuestionSession _questions;
    private readonly QuestionSession _versionSession;
    private readonly QuestionSession _jobSession;
    private readonly BalloonReader _balloons;
    private readonly BalloonReader _watched;
    private readonly BalloonReader _shown;
    private readonly FactsReader _facts;
    private readonly FactsReader _watchedFacts;
    private readonly JobReader _jobs;
    private readonly FactsCache _cache;
    private readonly SteadyClock _clock;
    private readonly ILogger _log;

    public HypervisorReader(
        string uri, ExporterOptions options, HypervisorEvents events, FactsCache cache, ExpectedStarts starts, HangingCalls hanging, SteadyClock clock, ILogger log)
    {
        Uri = uri;
        // Has its own limit of hanging calls: whether libvirt answers is asked even when the limit for calls that wait for domains is reached.
        _session = new EventSession(uri, events, _hangingPulses, log);
        _lists = new DomainLists(uri, starts, clock, log);
        _questions = new QuestionSession(uri, hanging, log);
        _versionSession = new QuestionSession(uri, hanging, log);
        _jobSession = new QuestionSession(uri, hanging, log);
        _balloons = new BalloonReader(uri, options.LibvirtConnections, hanging, log);
        // Separate connection for domains watched by the reflexes: they neither wait for a scrape nor displace its domains.
        _watched = new BalloonReader(uri, connections: 1, hanging, log);
        // Separate too: a page about a hanging guest must not delay the reflexes.
        _shown = new BalloonReader(uri, connections: 1, hanging, log);
        _facts = new FactsReader([_questions, .. _balloons.Sessions], cache, log);
        // The same for XML: decisions must not wait for statistics of a frozen guest.
        _watchedFacts = new FactsReader([_questions], cache, log);
        _jobs = new JobReader(_jobSession, log);
        _cache = cache;
        _clock = clock;
        _log = log;
    }

    public string Uri { get; }

    /// <summary>Number of reconnects of all sessions.</summary>
    public long Reconnects => Sessions.Sum(session => session.Reconnects);

    /// <summary>Abandoned calls that have not returned, without those counted for all hypervisors together.</summary>
    public long AbandonedCalls => _lists.AbandonedCalls + _hangingPulses.Count;

    /// <summary>Questions to monitors for statistics, one for each domain.</summary>
    public long StatisticsCalls => _balloons.MonitorCalls + _watched.MonitorCalls + _shown.MonitorCalls;

    private IEnumerable<LibvirtSession> Sessions =>
        [_session, _lists.Session, _questions, _versionSession, _jobSession, .. _balloons.Sessions, .. _watched.Sessions, .. _shown.Sessions];

    /// <summary>Reads the states of all domains, and facts and balloons of some.</summary>
    /// <exception cref="TimeoutException">libvirt did not return the states in time.</exception>
    /// <exception cref="LibvirtException">libvirt cannot be reached.</exception>
    public Task<HypervisorRead> ReadSomeAsync(IReadOnlySet<Guid> only, TimeSpan deadline, CancellationToken cancellation) =>
        ReadAsync(_watched, _watchedFacts, only, new ReadProgress(), deadline, cancellation);

    /// <summary>The same for one domain, over a separate connection, for callers that only display.</summary>
    /// <inheritdoc cref="ReadSomeAsync"/>
    public Task<HypervisorRead> ReadOneAsync(Guid uuid, TimeSpan deadline, CancellationToken cancellation) =>
        ReadAsync(_shown, _watchedFacts, new HashSet<Guid> { uuid }, new ReadProgress(), deadline, cancellation);

    /// <summary>Reads everything, and reports results as they arrive.</summary>
    /// <exception cref="TimeoutException">libvirt did not return the states in time.</exception>
    /// <exception cref="LibvirtException">libvirt cannot be reached.</exception>
    public Task<HypervisorRead> ReadAsync(ReadProgress progress, TimeSpan deadline, CancellationToken cancellation) =>
        ReadAsync(_balloons, _facts, null, progress, deadline, cancellation);

    /// <summary>Result so far of a read in progress; null while the domains are unknown.</summary>
    public HypervisorRead? SoFar(ReadProgress progress) => progress.Listed.IsCompletedSuccessfully
        ? progress.Listed.Result with
        {
            ReadAt = _clock.Now,
            Domains = progress.Complete(progress.Listed.Result, uuid => _cache.Of(uuid) ?? DomainFacts.Unknown),
        }
        : null;

    /// <summary>Whether libvirt answers a question that involves no domain.</summary>
    public async Task<bool> AnswersAsync(TimeSpan deadline, CancellationToken cancellation)
    {
        try
        {
            await PulseAsync(deadline, cancellation);
            return true;
        }
        catch (Exception exception) when (exception is TimeoutException or LibvirtException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>Runs a question that may wait for a domain.</summary>
    /// <exception cref="TimeoutException">libvirt did not answer in time.</exception>
    /// <exception cref="LibvirtException">libvirt refused, or cannot be reached.</exception>
    public Task<T> AskAsync<T>(Func<LibvirtConnection, T> question, TimeSpan deadline, CancellationToken cancellation) =>
        _questions.CallAsync(question, deadline, cancellation);

    /// <summary>Adds <see cref="DomainMemory.JobActive"/> to the domains where it could be read.</summary>
    public Task<IReadOnlyList<DomainMemory>> WithJobsAsync(
        IReadOnlyList<DomainMemory> domains, IReadOnlySet<Guid> askFor, TimeSpan deadline, CancellationToken cancellation) =>
        _jobs.AddAsync(domains, askFor, deadline, cancellation);

    public void Dispose()
    {
        foreach (var session in Sessions)
            session.Dispose();
    }

    private async Task<HypervisorRead> ReadAsync(
        BalloonReader balloons, FactsReader factsReader, IReadOnlySet<Guid>? only, ReadProgress progress, TimeSpan deadline, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        var (versions, read) = await BeginAsync(progress, deadline, cancellation);
        var info = only is null ? versions.ReadAsync(VersionsPatience, cancellation) : Task.FromResult<HypervisorInfo?>(null);
        var listed = read.Domains.Where(domain => domain.IsActive && only?.Contains(domain.Stats.Uuid) != false).ToList();
        var active = listed.ConvertAll(domain => domain.Stats.Uuid);
        // With an earlier list it is not certain that a domain is still in the same state.
        var mayBeKnown = read is { Driver.HasBulkStatistics: true, IsOldList: false };
        var asked = listed.Where(domain => !mayBeKnown || !progress.TakeKnown(domain)).Select(domain => domain.Stats.Uuid).ToHashSet();
        var left = deadline - Stopwatch.GetElapsedTime(started);
        var reading = factsReader.ReadAsync(active, read.Driver, left, cancellation);
        await (read.Driver.HasBulkStatistics
            ? balloons.ReadAsync(active, asked, progress, left, cancellation)
            : ReadOneByOneAsync(active, progress, left, cancellation));
        // Balloon data are at least as old as this moment, whenever the last XML arrives.
        var readAt = _clock.Now;
        var facts = await reading;
        return read with { ReadAt = readAt, Info = await info, Domains = progress.Complete(read, uuid => facts.GetValueOrDefault(uuid, DomainFacts.Unknown)) };
    }

    private async Task<(HypervisorVersions Versions, HypervisorRead List)> BeginAsync(
        ReadProgress progress, TimeSpan deadline, CancellationToken cancellation)
    {
        try
        {
            var started = Stopwatch.GetTimestamp();
            // The event connection first: after it was reopened no event is missed.
            var versions = await PulseAsync(deadline, cancellation);
            var list = await _lists.ReadAsync(deadline - Stopwatch.GetElapsedTime(started), cancellation);
            progress.List(list);
            return (versions, list);
        }
        catch (Exception exception)
        {
            progress.Fail(exception);
            throw;
        }
    }

    private Task<HypervisorVersions> PulseAsync(TimeSpan deadline, CancellationToken cancellation) => _session.CallAsync(
        connection =>
        {
            _ = connection.DaemonVersion;
            return _versions.GetValue(connection, _ => HypervisorVersions.Over(_versionSession));
        },
        deadline,
        cancellation);

    private async Task ReadOneByOneAsync(List<Guid> uuids, ReadProgress progress, TimeSpan deadline, CancellationToken cancellation)
    {
        try
        {
            progress.Add(await _questions.CallAsync(connection => PerDomainStats.Balloons(connection, uuids), deadline, cancellation));
        }
        catch (Exception exception) when (exception is TimeoutException or LibvirtException)
        {
            BalloonsFailed(uuids.Count, exception.Message);
        }
    }

    [LoggerMessage(LogLevel.Debug, "The memory of the domains could not be read")]
    private partial void BalloonsFailed(int domains, string err);
}
