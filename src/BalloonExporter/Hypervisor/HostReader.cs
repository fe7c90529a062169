using System.Diagnostics;
using System.Xml;
using BalloonExporter.Domains;
using BalloonExporter.Options;
using LibvirtSharp;
using DomainState = BalloonExporter.Domains.DomainState;

namespace BalloonExporter.Hypervisor;

/// <summary>Reads the host: one bulk call to libvirt, a few files of the kernel.</summary>
internal sealed partial class HostReader(
    ReadSession session,
    DomainMemories memories,
    HostFiles files,
    QemuProcesses processes,
    ExporterOptions options,
    TimeProvider time,
    ILogger<HostReader> log) : IHostReader
{
    // The daemon takes five requests of one client at once.
    private const int JobsAskedTogether = 4;

    public async Task<HostSnapshot> ReadAsync(TimeSpan deadline, IReadOnlySet<Guid> askForJobs, CancellationToken cancellation)
    {
        var takenAt = time.GetUtcNow();
        var parts = new List<PartOutcome>();
        var started = Stopwatch.GetTimestamp();
        var libvirt = await ReadPartAsync("libvirt", () => ReadLibvirtAsync(deadline, cancellation));
        var domains = libvirt is null ? [] : Complete(libvirt);
        if (askForJobs.Count > 0)
            domains = [.. await WithJobsAsync(domains, askForJobs, deadline - Stopwatch.GetElapsedTime(started), cancellation)];
        var memory = await ReadPartAsync(
            "host", () => Task.FromResult(files.Read(options.MemoryBudgetKib, domains.Sum(domain => domain.ResidentKib ?? 0))));
        return new HostSnapshot
        {
            TakenAt = takenAt,
            Hypervisor = libvirt?.Hypervisor,
            Memory = memory,
            Domains = domains,
            DomainsByState = libvirt?.Stats.CountBy(State).ToDictionary() ?? [],
            Parts = parts,
        };

        async Task<T?> ReadPartAsync<T>(string part, Func<Task<T>> read)
            where T : class
        {
            var partStarted = Stopwatch.GetTimestamp();
            try
            {
                var result = await read();
                parts.Add(new PartOutcome(part, Stopwatch.GetElapsedTime(partStarted), null));
                return result;
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellation.IsCancellationRequested)
            {
                // What cannot be read is absent; a part never costs the others.
                PartFailed(part, exception.Message);
                parts.Add(new PartOutcome(part, Stopwatch.GetElapsedTime(partStarted), exception.Message));
                return null;
            }
        }
    }

    // A guest that has just frozen holds the first call that looks at it, and only that one: the next finds it busy and goes on.
    private async Task<LibvirtRead> ReadLibvirtAsync(TimeSpan deadline, CancellationToken cancellation)
    {
        try
        {
            return await session.CallAsync(ReadLibvirt, deadline / 2, cancellation);
        }
        catch (TimeoutException)
        {
            return await session.CallAsync(ReadLibvirt, deadline / 2, cancellation);
        }
    }

    private LibvirtRead ReadLibvirt(LibvirtConnection connection)
    {
        var stats = connection.GetAllDomainStats(DomainStatsGroups.State | DomainStatsGroups.Balloon, DomainStatsFlags.NoWait);
        var readAt = time.GetUtcNow();
        var driver = connection.HypervisorType.ToLowerInvariant();
        var facts = new Dictionary<Guid, DomainFacts>();
        foreach (var domain in stats.Where(IsActive))
            facts[domain.Uuid] = memories.FactsOf(domain.Uuid) ?? ReadFacts(connection, domain.Uuid, driver);
        var hypervisor = new HypervisorInfo(
            connection.Uri,
            driver,
            Libvirt.LibraryVersion.ToString(),
            connection.DaemonVersion.ToString(),
            connection.HypervisorVersion.ToString());
        return new LibvirtRead(readAt, hypervisor, stats, facts);
    }

    private DomainFacts ReadFacts(LibvirtConnection connection, Guid uuid, string driver)
    {
        try
        {
            using var domain = connection.FindDomain(uuid);
            return domain is null ? DomainFacts.Unknown : memories.Remember(uuid, DomainXml.Read(domain.GetXml(), driver));
        }
        catch (Exception exception) when (exception is LibvirtException or XmlException && connection.IsAlive)
        {
            FactsUnreadable(uuid, exception.Message);
            return DomainFacts.Unknown;
        }
    }

    // Asking for a job waits for the domain's monitor, so each domain is asked in a call of its own, and none that did not answer before.
    private async Task<DomainMemory[]> WithJobsAsync(
        IReadOnlyList<DomainMemory> domains, IReadOnlySet<Guid> askForJobs, TimeSpan deadline, CancellationToken cancellation)
    {
        var complete = domains.ToArray();
        var asked = Enumerable.Range(0, complete.Length)
            .Where(index => complete[index].MonitorAnswered && askForJobs.Contains(complete[index].Uuid));
        var together = new ParallelOptions { MaxDegreeOfParallelism = JobsAskedTogether, CancellationToken = cancellation };
        await Parallel.ForEachAsync(asked, together, async (index, stop) =>
        {
            var uuid = complete[index].Uuid;
            try
            {
                var active = await session.CallAsync(connection => JobActive(connection, uuid), deadline / 2, stop);
                complete[index] = complete[index] with { JobActive = active };
            }
            catch (Exception exception) when (exception is TimeoutException or LibvirtException)
            {
                // Not known stays not known: the decision refuses for that reason.
                PartFailed("job", exception.Message);
            }
        });
        return complete;
    }

    private static bool? JobActive(LibvirtConnection connection, Guid uuid)
    {
        using var domain = connection.FindDomain(uuid);
        return domain is null ? null : domain.GetJobInfo().Type.Known is not (DomainJobType.None or DomainJobType.Completed);
    }

    private List<DomainMemory> Complete(LibvirtRead libvirt)
    {
        var domains = libvirt.Stats.Where(IsActive)
            .Select(stats => memories.Observe(DomainOf(stats, libvirt.Facts[stats.Uuid]), libvirt.ReadAt, options.Limits))
            .ToList();
        memories.Keep(domains.Select(domain => domain.Uuid).ToHashSet(), libvirt.Stats.Select(stats => stats.Uuid).ToHashSet());
        return domains;
    }

    private DomainMemory DomainOf(DomainStats stats, DomainFacts facts) => new()
    {
        Uuid = stats.Uuid,
        Name = stats.Name,
        Excluded = !options.Domains.Selects(stats.Name),
        State = State(stats),
        CurrentKib = Kib(stats.Balloon?.CurrentKib),
        MaximumKib = Kib(stats.Balloon?.MaximumKib),
        // A busy monitor hides it from libvirt, not from the kernel.
        ResidentKib = Kib(stats.Balloon?.RssKib) ?? processes.ReadMemory(stats.Uuid)?.ResidentKib,
        Guest = GuestOf(stats.Balloon),
        Facts = facts,
        MonitorAnswered = stats.Balloon is { } balloon && (balloon.RssKib ?? balloon.LastUpdateUnixSeconds) is not null,
    };

    // Zero means that the guest has never answered: no driver, or not yet.
    private static GuestStatistics? GuestOf(BalloonStats? balloon) => balloon?.LastUpdateUnixSeconds is null or 0
        ? null
        : new GuestStatistics
        {
            SampledAt = DateTimeOffset.FromUnixTimeSeconds((long)balloon.LastUpdateUnixSeconds),
            TotalKib = Kib(balloon.AvailableKib),
            UsableKib = Kib(balloon.UsableKib),
            UnusedKib = Kib(balloon.UnusedKib),
            DiskCachesKib = Kib(balloon.DiskCachesKib),
            SwapInKib = Kib(balloon.SwapInKib),
            SwapOutKib = Kib(balloon.SwapOutKib),
            MajorFaults = Kib(balloon.MajorFaults),
            MinorFaults = Kib(balloon.MinorFaults),
            HugetlbAllocations = Kib(balloon.HugetlbAllocations),
            HugetlbAllocationFailures = Kib(balloon.HugetlbAllocationFailures),
        };

    // A guest can report anything; what no machine can have (QEMU's "unknown" is 2^64-1) is as good as nothing.
    private static long? Kib(ulong? value) => value <= long.MaxValue / 1024 ? (long)value.Value : null;

    private static DomainState State(DomainStats stats) => (DomainState)(stats.State?.State.Raw ?? 0);

    private static bool IsActive(DomainStats stats) => State(stats) is not (DomainState.ShutOff or DomainState.NoState or DomainState.Crashed);

    [LoggerMessage(LogLevel.Debug, "A part of a read failed")]
    private partial void PartFailed(string part, string err);

    [LoggerMessage(LogLevel.Warning, "The XML of a domain could not be read: it is left alone")]
    private partial void FactsUnreadable(Guid uuid, string err);

    private sealed record LibvirtRead(
        DateTimeOffset ReadAt, HypervisorInfo Hypervisor, IReadOnlyList<DomainStats> Stats, Dictionary<Guid, DomainFacts> Facts);
}
