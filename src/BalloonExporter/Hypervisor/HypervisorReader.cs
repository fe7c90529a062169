using System.Diagnostics;
using System.Xml;
using BalloonExporter.Domains;
using BalloonExporter.Options;
using LibvirtSharp;

namespace BalloonExporter.Hypervisor;

/// <summary>
/// Reads one hypervisor: states of all domains in one call that cannot hang on a guest, then the balloons of the active ones over
/// a few connections at once.
/// </summary>
/// <remarks>
/// libvirt's NOWAIT only skips guests that are known to be busy. The first call that meets a guest which has just frozen hangs until
/// that guest thaws; the next one finds it busy and goes on. So a call that does not return is given up with its connection and made
/// again on a fresh one, until the deadline.
/// </remarks>
internal sealed partial class HypervisorReader : IDisposable
{
    // A call that takes this long without a reason hangs.
    private static readonly TimeSpan ShortestAttempt = TimeSpan.FromSeconds(1);

    // The daemon takes five requests of one client at once.
    private const int JobsAskedTogether = 4;

    private readonly EventSession _session;
    private readonly StatisticsSession[] _slices;
    private readonly DomainMemories _memories;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private long _usualTicks;

    public HypervisorReader(
        string uri, ExporterOptions options, HypervisorEvents events, DomainMemories memories, HangingCalls hanging, TimeProvider time, ILogger log)
    {
        Uri = uri;
        _session = new EventSession(uri, events, hanging, log);
        _slices = [.. Enumerable.Range(0, options.LibvirtConnections).Select(_ => new StatisticsSession(uri, hanging, log))];
        _memories = memories;
        _time = time;
        _log = log;
    }

    public string Uri { get; }

    /// <summary>Connections opened after the first one of each session.</summary>
    public long Reconnects => _session.Reconnects + _slices.Sum(slice => slice.Reconnects);

    /// <summary>Reads everything.</summary>
    /// <exception cref="TimeoutException">libvirt did not even tell the states in time.</exception>
    /// <exception cref="LibvirtException">libvirt cannot be reached.</exception>
    public async Task<HypervisorRead> ReadAsync(TimeSpan deadline, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        var read = await _session.CallAsync(ReadStates, deadline, cancellation);
        var active = read.Domains.Where(domain => domain.IsActive).Select(domain => domain.Stats.Uuid);
        if (!HasBulkStatistics(read.Info.Driver))
            return await ReadOneByOneAsync(read, Left(), cancellation);

        var slices = DomainSlices.Split(active, _slices.Length);
        var answers = await Task.WhenAll(_slices.Zip(slices, (session, uuids) => ReadSliceAsync(session, uuids, Left(), cancellation)));
        var balloons = answers.SelectMany(stats => stats).ToDictionary(stats => stats.Uuid, stats => stats.Balloon);
        return read with { ReadAt = _time.GetUtcNow(), Domains = [.. read.Domains.Select(domain => WithBalloon(domain, balloons))] };

        TimeSpan Left() => deadline - Stopwatch.GetElapsedTime(started);
    }

    /// <summary>Asks what cannot hang on a guest.</summary>
    /// <exception cref="TimeoutException">libvirt did not answer in time.</exception>
    /// <exception cref="LibvirtException">libvirt refused, or cannot be reached.</exception>
    public Task<T> AskAsync<T>(Func<LibvirtConnection, T> question, TimeSpan deadline, CancellationToken cancellation) =>
        _session.CallAsync(question, deadline, cancellation);

    /// <summary>The same domains with <see cref="DomainMemory.JobActive"/> where it could be learned.</summary>
    public async Task<IReadOnlyList<DomainMemory>> WithJobsAsync(
        IReadOnlyList<DomainMemory> domains, IReadOnlySet<Guid> askFor, TimeSpan deadline, CancellationToken cancellation)
    {
        var complete = domains.ToArray();
        var asked = Enumerable.Range(0, complete.Length).Where(index => complete[index].MonitorAnswered && askFor.Contains(complete[index].Uuid));
        var together = new ParallelOptions { MaxDegreeOfParallelism = JobsAskedTogether, CancellationToken = cancellation };
        await Parallel.ForEachAsync(asked, together, async (index, stop) =>
        {
            try
            {
                complete[index] = complete[index] with { JobActive = await JobActiveAsync(complete[index].Uuid, deadline / 2, stop) };
            }
            catch (Exception exception) when (exception is TimeoutException or LibvirtException)
            {
                // Not known stays not known: the decision refuses for that reason.
                JobUnknown(complete[index].Uuid, exception.Message);
            }
        });
        return complete;
    }

    public void Dispose()
    {
        _session.Dispose();
        foreach (var slice in _slices)
            slice.Dispose();
    }

    // Asking waits for the domain's monitor: only of a domain that has just answered, each in a call of its own.
    private Task<bool?> JobActiveAsync(Guid uuid, TimeSpan deadline, CancellationToken cancellation) => _session.CallAsync(
        connection =>
        {
            using var domain = connection.FindDomain(uuid);
            return domain is null ? (bool?)null : domain.GetJobInfo().Type.Known is not (DomainJobType.None or DomainJobType.Completed);
        },
        deadline,
        cancellation);

    // LXC has no bulk statistics at all, the test driver none of balloons.
    private static bool HasBulkStatistics(string driver) => driver == "qemu";

    private static DomainRead WithBalloon(DomainRead domain, Dictionary<Guid, BalloonStats?> balloons) =>
        balloons.TryGetValue(domain.Stats.Uuid, out var balloon) && balloon is not null ? Merge(domain, balloon) : domain;

    private static DomainRead Merge(DomainRead domain, BalloonStats balloon) => domain with
    {
        Stats = new DomainStats(domain.Stats.Uuid, domain.Stats.Name) { State = domain.Stats.State, Balloon = balloon },
    };

    private HypervisorRead ReadStates(LibvirtConnection connection)
    {
        var driver = connection.HypervisorType.ToLowerInvariant();
        var stats = HasBulkStatistics(driver)
            ? connection.GetAllDomainStats(DomainStatsGroups.State)
            : OneByOne.States(connection);
        var domains = stats.Select(each => new DomainRead(each, DomainFacts.Unknown)).ToList();
        for (var index = 0; index < domains.Count; index++)
        {
            if (domains[index].IsActive)
                domains[index] = domains[index] with { Facts = FactsOf(connection, domains[index].Stats.Uuid, driver) };
        }

        var info = new HypervisorInfo(
            connection.Uri,
            driver,
            Libvirt.LibraryVersion.ToString(),
            connection.DaemonVersion.ToString(),
            connection.HypervisorVersion.ToString());
        return new HypervisorRead(_time.GetUtcNow(), info, domains);
    }

    private DomainFacts FactsOf(LibvirtConnection connection, Guid uuid, string driver)
    {
        if (_memories.FactsOf(uuid) is { } known)
            return known;
        try
        {
            using var domain = connection.FindDomain(uuid);
            return domain is null ? DomainFacts.Unknown : _memories.Remember(uuid, domain.Name, DomainDefinition.Read(domain, driver));
        }
        catch (Exception exception) when (exception is LibvirtException or XmlException && connection.IsAlive)
        {
            FactsUnreadable(uuid, exception.Message);
            return DomainFacts.Unknown;
        }
    }

    private async Task<HypervisorRead> ReadOneByOneAsync(HypervisorRead read, TimeSpan deadline, CancellationToken cancellation)
    {
        var active = read.Domains.Where(domain => domain.IsActive).Select(domain => domain.Stats.Uuid).ToList();
        try
        {
            var balloons = await _session.CallAsync(connection => OneByOne.Balloons(connection, active), deadline, cancellation);
            return read with { ReadAt = _time.GetUtcNow(), Domains = [.. read.Domains.Select(domain => WithBalloon(domain, balloons))] };
        }
        catch (Exception exception) when (exception is TimeoutException or LibvirtException)
        {
            SliceFailed(active.Count, exception.Message);
            return read;
        }
    }

    private async Task<IReadOnlyList<DomainStats>> ReadSliceAsync(
        StatisticsSession session, IReadOnlyCollection<Guid> uuids, TimeSpan deadline, CancellationToken cancellation)
    {
        if (uuids.Count == 0)
            return [];
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var left = deadline - Stopwatch.GetElapsedTime(started);
            var attempt = Attempt(left);
            var attemptStarted = Stopwatch.GetTimestamp();
            try
            {
                var stats = await session.ReadAsync(uuids, attempt, cancellation);
                Interlocked.Exchange(ref _usualTicks, Stopwatch.GetElapsedTime(attemptStarted).Ticks);
                return stats;
            }
            catch (TimeoutException exception)
            {
                left = deadline - Stopwatch.GetElapsedTime(started);
                if (left > ShortestAttempt && Stopwatch.GetElapsedTime(attemptStarted) >= attempt)
                    continue;
                SliceFailed(uuids.Count, exception.Message);
                return [];
            }
            catch (LibvirtException exception)
            {
                SliceFailed(uuids.Count, exception.Message);
                return [];
            }
        }
    }

    // Five times the usual is no longer usual; half of what is left keeps time for another attempt.
    private TimeSpan Attempt(TimeSpan left)
    {
        var patient = TimeSpan.FromTicks(Interlocked.Read(ref _usualTicks) * 5);
        var attempt = patient > ShortestAttempt ? patient : ShortestAttempt;
        var half = left / 2;
        return half < attempt && half > TimeSpan.Zero ? half : attempt;
    }

    [LoggerMessage(LogLevel.Warning, "The XML of a domain could not be read: it is left alone")]
    private partial void FactsUnreadable(Guid uuid, string err);

    [LoggerMessage(LogLevel.Debug, "Balloon statistics of some domains could not be read")]
    private partial void SliceFailed(int domains, string err);

    [LoggerMessage(LogLevel.Debug, "Whether a job runs on a domain could not be learned")]
    private partial void JobUnknown(Guid uuid, string err);
}
