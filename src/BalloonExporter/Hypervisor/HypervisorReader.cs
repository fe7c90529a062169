using System.Diagnostics;
using System.Runtime.CompilerServices;
using BalloonExporter.Domains;
using BalloonExporter.Options;
using LibvirtSharp;

namespace BalloonExporter.Hypervisor;

/// <summary>
/// Reads one hypervisor: states of all domains in one call that cannot hang on a guest, then facts and balloons of the active ones
/// side by side.
/// </summary>
internal sealed partial class HypervisorReader : IDisposable
{
    // The first read waits this long for the versions, which are worth no more.
    private static readonly TimeSpan VersionsPatience = TimeSpan.FromMilliseconds(100);

    private readonly ConditionalWeakTable<LibvirtConnection, HypervisorVersions> _versions = [];
    private readonly EventSession _session;
    private readonly QuestionSession _versionSession;
    private readonly QuestionSession _jobSession;
    private readonly BalloonReader _balloons;
    private readonly BalloonReader _watched;
    private readonly FactsReader _facts;
    private readonly FactsReader _watchedFacts;
    private readonly JobReader _jobs;
    private readonly SteadyClock _clock;
    private readonly ILogger _log;

    public HypervisorReader(
        string uri, ExporterOptions options, HypervisorEvents events, DomainMemories memories, HangingCalls hanging, SteadyClock clock, ILogger log)
    {
        Uri = uri;
        _session = new EventSession(uri, events, hanging, log);
        _versionSession = new QuestionSession(uri, hanging, log);
        _jobSession = new QuestionSession(uri, hanging, log);
        _balloons = new BalloonReader(uri, options.LibvirtConnections, hanging, log);
        // Apart from the rest: who is looked at every other second neither waits for a scrape nor pushes out its domains.
        _watched = new BalloonReader(uri, connections: 1, hanging, log);
        _facts = new FactsReader([_session, .. _balloons.Sessions], memories, log);
        // The same for XML: what is decided must not wait for statistics that a frozen guest holds.
        _watchedFacts = new FactsReader([_session], memories, log);
        _jobs = new JobReader(_jobSession, log);
        _clock = clock;
        _log = log;
    }

    public string Uri { get; }

    /// <summary>Connections opened after the first one of each session.</summary>
    public long Reconnects => Sessions.Sum(session => session.Reconnects);

    private IEnumerable<LibvirtSession> Sessions => [_session, _versionSession, _jobSession, .. _balloons.Sessions, .. _watched.Sessions];

    /// <summary>Reads the states of all domains, and facts and balloons of some.</summary>
    /// <exception cref="TimeoutException">libvirt did not even tell the states in time.</exception>
    /// <exception cref="LibvirtException">libvirt cannot be reached.</exception>
    public async Task<HypervisorRead> ReadSomeAsync(IReadOnlySet<Guid> only, TimeSpan deadline, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        var read = await _session.CallAsync(ReadStates, deadline, cancellation);
        var active = read.Domains.Where(domain => domain.IsActive && only.Contains(domain.Stats.Uuid)).Select(domain => domain.Stats.Uuid).ToList();
        var left = deadline - Stopwatch.GetElapsedTime(started);
        var facts = _watchedFacts.ReadAsync(active, read.Driver, left, cancellation);
        var balloons = await (HasBulkStatistics(read.Driver)
            ? _watched.ReadAsync(active, left, cancellation)
            : ReadOneByOneAsync(active, left, cancellation));
        return read with { ReadAt = _clock.Now, Domains = Merge(read.Domains, await facts, balloons) };
    }

    /// <summary>Reads everything.</summary>
    /// <exception cref="TimeoutException">libvirt did not even tell the states in time.</exception>
    /// <exception cref="LibvirtException">libvirt cannot be reached.</exception>
    public async Task<HypervisorRead> ReadAsync(TimeSpan deadline, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        var (read, versions) = await _session.CallAsync(
            connection => (ReadStates(connection), _versions.GetValue(connection, _ => HypervisorVersions.Over(_versionSession))), deadline, cancellation);
        var info = versions.ReadAsync(VersionsPatience, cancellation);
        var active = read.Domains.Where(domain => domain.IsActive).Select(domain => domain.Stats.Uuid).ToList();
        var left = deadline - Stopwatch.GetElapsedTime(started);
        var facts = _facts.ReadAsync(active, read.Driver, left, cancellation);
        var balloons = await (HasBulkStatistics(read.Driver)
            ? _balloons.ReadAsync(active, left, cancellation)
            : ReadOneByOneAsync(active, left, cancellation));
        var readAt = _clock.Now;
        return read with { ReadAt = readAt, Info = await info, Domains = Merge(read.Domains, await facts, balloons) };
    }

    /// <summary>Asks what cannot hang on a guest.</summary>
    /// <exception cref="TimeoutException">libvirt did not answer in time.</exception>
    /// <exception cref="LibvirtException">libvirt refused, or cannot be reached.</exception>
    public Task<T> AskAsync<T>(Func<LibvirtConnection, T> question, TimeSpan deadline, CancellationToken cancellation) =>
        _session.CallAsync(question, deadline, cancellation);

    /// <summary>The same domains with <see cref="DomainMemory.JobActive"/> where it could be learned.</summary>
    public Task<IReadOnlyList<DomainMemory>> WithJobsAsync(
        IReadOnlyList<DomainMemory> domains, IReadOnlySet<Guid> askFor, TimeSpan deadline, CancellationToken cancellation) =>
        _jobs.AddAsync(domains, askFor, deadline, cancellation);

    public void Dispose()
    {
        foreach (var session in Sessions)
            session.Dispose();
    }

    // LXC has no bulk statistics at all, the test driver none of balloons.
    private static bool HasBulkStatistics(string driver) => driver == "qemu";

    private HypervisorRead ReadStates(LibvirtConnection connection)
    {
        var driver = connection.HypervisorType.ToLowerInvariant();
        var stats = HasBulkStatistics(driver)
            ? connection.GetAllDomainStats(DomainStatsGroups.State)
            : OneByOne.States(connection);
        return new HypervisorRead(_clock.Now, driver, [.. stats.Select(each => new DomainRead(each, DomainFacts.Unknown))]);
    }

    private static IReadOnlyList<DomainRead> Merge(
        IReadOnlyList<DomainRead> states, IReadOnlyDictionary<Guid, DomainFacts> facts, IReadOnlyDictionary<Guid, BalloonStats?> balloons) =>
    [
        .. states.Select(domain => new DomainRead(
            balloons.GetValueOrDefault(domain.Stats.Uuid) is { } balloon
                ? new DomainStats(domain.Stats.Uuid, domain.Stats.Name) { State = domain.Stats.State, Balloon = balloon }
                : domain.Stats,
            facts.GetValueOrDefault(domain.Stats.Uuid, domain.Facts))),
    ];

    private async Task<IReadOnlyDictionary<Guid, BalloonStats?>> ReadOneByOneAsync(
        List<Guid> uuids, TimeSpan deadline, CancellationToken cancellation)
    {
        try
        {
            return await _session.CallAsync(connection => OneByOne.Balloons(connection, uuids), deadline, cancellation);
        }
        catch (Exception exception) when (exception is TimeoutException or LibvirtException)
        {
            BalloonsFailed(uuids.Count, exception.Message);
            return new Dictionary<Guid, BalloonStats?>();
        }
    }

    [LoggerMessage(LogLevel.Debug, "The memory of the domains could not be read")]
    private partial void BalloonsFailed(int domains, string err);
}
