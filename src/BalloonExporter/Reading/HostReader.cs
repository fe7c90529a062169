using System.Diagnostics;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Kernel;
using BalloonExporter.Options;
using BalloonExporter.Tracking;

namespace BalloonExporter.Reading;

/// <summary>Reads the host: its hypervisors and a few kernel files. A failed part does not affect the others.</summary>
internal sealed partial class HostReader(
    IHypervisors hypervisors,
    FactsCache facts,
    GuestHistories histories,
    KeptReads kept,
    HostFiles files,
    ResidentMemory resident,
    ExporterOptions options,
    SteadyClock clock,
    ILogger<HostReader> log) : IHostReader
{
    private const string LibvirtPart = "libvirt";
    private const string HostPart = "host";

    // States are usually known within this time; after it libvirt is asked whether it answers at all.
    private static readonly TimeSpan UsualTime = TimeSpan.FromMilliseconds(250);

    private static readonly HashSet<Guid> NoJobs = [];

    private static readonly PartOutcome NoTime = new(LibvirtPart, TimeSpan.Zero, "the caller did not wait for libvirt");

    public Task<HostSnapshot> ReadAsync(TimeSpan deadline, IReadOnlySet<Guid> askForJobs, CancellationToken cancellation) =>
        ReadAsync(null, hypervisor => hypervisor.Begin(null, deadline, cancellation).Whole, deadline, askForJobs, cancellation);

    public Task<HostSnapshot> ReadSomeAsync(
        IReadOnlySet<Guid> only, TimeSpan deadline, IReadOnlySet<Guid> askForJobs, CancellationToken cancellation) =>
        ReadAsync(only, hypervisor => hypervisor.ReadSomeAsync(only, deadline, cancellation), deadline, askForJobs, cancellation);

    public Task<HostSnapshot> ReadOneAsync(Guid uuid, TimeSpan deadline, CancellationToken cancellation) =>
        ReadAsync(new HashSet<Guid> { uuid }, hypervisor => hypervisor.ReadOneAsync(uuid, deadline, cancellation), deadline, NoJobs, cancellation);

    public HostRead Begin(TimeSpan deadline)
    {
        var takenAt = clock.Now;
        var started = Stopwatch.GetTimestamp();
        var readings = hypervisors.All.ToDictionary(hypervisor => hypervisor, hypervisor => hypervisor.Begin(kept.Of, deadline, CancellationToken.None));
        var whole = ReadAsync(null, hypervisor => readings[hypervisor].Whole, deadline, NoJobs, CancellationToken.None);
        var answers = Task.WhenAll(readings.Select(each => AnswersAsync(each.Key, each.Value, deadline)));
        return new HostRead(WholeAsync(), SoFar);

        async Task<HostSnapshot> WholeAsync()
        {
            var snapshot = await whole;
            return snapshot.LibvirtUp ? snapshot : snapshot with { LibvirtBusy = (await answers).All(answer => answer) };
        }

        HostSnapshot SoFar()
        {
            var reads = readings.Values.Select(reading => reading.SoFar()).ToList();
            var part = new PartOutcome(LibvirtPart, Stopwatch.GetElapsedTime(started), "the caller did not wait for all of libvirt's answers");
            var snapshot = Compose(takenAt, reads, [.. reads.OfType<HypervisorAnswer>().SelectMany(read => DomainsOf(read, null, takenAt))], part);
            return snapshot with { LibvirtBusy = !snapshot.LibvirtUp && answers.IsCompletedSuccessfully && answers.Result.All(answer => answer) };
        }
    }

    public async Task<bool> IsLibvirtUpAsync(TimeSpan deadline, CancellationToken cancellation) =>
        (await Task.WhenAll(hypervisors.All.Select(hypervisor => hypervisor.AnswersAsync(deadline, cancellation)))).All(answer => answer);

    public HostSnapshot ReadWithoutLibvirt()
    {
        var takenAt = clock.Now;
        var (memory, hostPart) = TryReadHost(() => MemoryOf([], [], everybody: false));
        return new HostSnapshot { TakenAt = takenAt, LibvirtUp = false, Memory = memory, Parts = [NoTime, .. hostPart] };
    }

    private async Task<HostSnapshot> ReadAsync(
        IReadOnlySet<Guid>? only,
        Func<IHypervisor, Task<HypervisorAnswer>> read,
        TimeSpan deadline,
        IReadOnlySet<Guid> askForJobs,
        CancellationToken cancellation)
    {
        var takenAt = clock.Now;
        var started = Stopwatch.GetTimestamp();
        var answers = await Task.WhenAll(hypervisors.All.Select(async hypervisor =>
        {
            var outcome = await TryAsync(() => read(hypervisor), cancellation);
            return (Hypervisor: hypervisor, outcome.Result, outcome.Part);
        }));

        var domains = new List<DomainMemory>();
        foreach (var (hypervisor, result, _) in answers)
        {
            if (result is null)
                continue;
            var complete = DomainsOf(result, only, takenAt);
            domains.AddRange(askForJobs.Count == 0
                ? complete
                : await hypervisor.WithJobsAsync(complete, askForJobs, deadline - Stopwatch.GetElapsedTime(started), cancellation));
        }

        var reads = answers.Select(answer => answer.Result).ToList();
        // Domains of a hypervisor that does not answer are not gone, nor are those newer than an old list.
        var all = only is null && reads.All(each => each is { IsOldList: false });
        return Compose(takenAt, reads, domains, Combine(answers.Select(answer => answer.Part))) with
        {
            Existing = all ? reads.SelectMany(each => each!.Domains).Select(domain => domain.Uuid).ToHashSet() : null,
        };
    }

    // A list of domains is an answer too: only a hypervisor whose list is late is asked.
    private static async Task<bool> AnswersAsync(IHypervisor hypervisor, HypervisorReading reading, TimeSpan deadline)
    {
        try
        {
            await reading.Listed.WaitAsync(UsualTime);
            return true;
        }
        catch (TimeoutException)
        {
            return await hypervisor.AnswersAsync(deadline - UsualTime, CancellationToken.None);
        }
        catch (Exception)
        {
            // The read reports the error.
            return false;
        }
    }

    private IReadOnlyList<DomainMemory> DomainsOf(HypervisorAnswer read, IReadOnlySet<Guid>? only, Moment begunAt) =>
    [
        .. read.Domains.Where(domain => domain.IsActive && only?.Contains(domain.Uuid) != false).Select(domain => domain.Known is { } known
            ? histories.Renew(known with { Name = domain.Name, Excluded = !options.Domains.Selects(domain.Name) }, read.ReadAt, options.Limits)
            : Complete(DomainOf(domain), begunAt, read.ReadAt)),
    ];

    /// <summary>Combines the results of the hypervisors; null for one without a result.</summary>
    private HostSnapshot Compose(Moment takenAt, List<HypervisorAnswer?> answers, IEnumerable<DomainMemory> seen, PartOutcome part)
    {
        // A UUID is one domain, whatever connections it is listed on.
        List<DomainMemory> domains = [.. seen.DistinctBy(domain => domain.Uuid)];
        var reads = answers.OfType<HypervisorAnswer>().ToList();
        var everybody = reads.Count == answers.Count;
        var (memory, hostPart) = TryReadHost(() => MemoryOf(domains, ActiveOthers(reads, domains), everybody && reads.All(read => !read.IsOldList)));
        return new HostSnapshot
        {
            TakenAt = takenAt,
            LibvirtUp = everybody,
            Hypervisors = [.. reads.Select(read => read.Info).OfType<HypervisorInfo>()],
            Memory = memory,
            Domains = domains,
            DomainsByState = reads.SelectMany(read => read.Domains).CountBy(domain => domain.State).ToDictionary(),
            FailedDomains = [.. Failed(reads.SelectMany(read => read.Domains).DistinctBy(domain => domain.Uuid))],
            Parts = [part, .. hostPart],
        };
    }

    private IEnumerable<FailedDomain> Failed(IEnumerable<IHypervisorDomain> domains)
    {
        foreach (var domain in domains)
        {
            if (domain.Failure is { } failure && options.Domains.Selects(domain.Name))
                yield return new FailedDomain(domain.Uuid, domain.Name, failure);
        }
    }

    // With a budget all domains count against it, including those not read now.
    private IEnumerable<Guid> ActiveOthers(IEnumerable<HypervisorAnswer> reads, IReadOnlyList<DomainMemory> domains) => options.MemoryBudgetKib is null
        ? []
        : reads.SelectMany(read => read.Domains).Where(domain => domain.IsActive).Select(domain => domain.Uuid)
            .Except(domains.Select(domain => domain.Uuid));

    private HostMemory MemoryOf(IReadOnlyList<DomainMemory> domains, IEnumerable<Guid> others, bool everybody)
    {
        var (othersKib, complete) = resident.Sum(others);
        return files.Read(options.MemoryBudgetKib, domains.Sum(domain => domain.ResidentKib ?? 0) + othersKib) with
        {
            DomainsResidentKnown = everybody && complete && domains.All(domain => domain.ResidentKib is not null),
        };
    }

    // Several hypervisors are one part of the scrape: its duration is that of the slowest, and it succeeds if all did.
    private static PartOutcome Combine(IEnumerable<PartOutcome> parts) =>
        parts.Aggregate((one, other) => new PartOutcome(one.Part, one.Duration > other.Duration ? one.Duration : other.Duration, one.Error ?? other.Error));

    private async Task<(HypervisorAnswer? Result, PartOutcome Part)> TryAsync(Func<Task<HypervisorAnswer>> read, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            var result = await read();
            return (result, new PartOutcome(LibvirtPart, Stopwatch.GetElapsedTime(started), null));
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            PartFailed(LibvirtPart, exception.Message);
            return (null, new PartOutcome(LibvirtPart, Stopwatch.GetElapsedTime(started), exception.Message));
        }
    }

    // The memory of this host is irrelevant for guests on another host: then it is not read.
    private (HostMemory? Memory, IReadOnlyList<PartOutcome> Part) TryReadHost(Func<HostMemory> read)
    {
        if (options.HostIsElsewhere)
            return (null, []);
        var started = Stopwatch.GetTimestamp();
        try
        {
            var memory = read();
            return (memory, [new PartOutcome(HostPart, Stopwatch.GetElapsedTime(started), null)]);
        }
        catch (Exception exception)
        {
            PartFailed(HostPart, exception.Message);
            return (null, [new PartOutcome(HostPart, Stopwatch.GetElapsedTime(started), exception.Message)]);
        }
    }

    private DomainMemory Complete(DomainMemory domain, Moment begunAt, Moment readAt)
    {
        domain = histories.Complete(domain, readAt, options.Limits);
        facts.Doubt(domain.Uuid, domain is { State: DomainState.Running, StatisticsFresh: false });
        kept.Note(domain, begunAt);
        return domain;
    }

    private DomainMemory DomainOf(IHypervisorDomain domain)
    {
        var residentKib = domain.ResidentKib;
        resident.Note(domain.Uuid, residentKib);
        // A busy monitor hides the value from libvirt, not from the kernel.
        return domain.ToMemory(residentKib ?? resident.Of(domain.Uuid), clock) with { Excluded = !options.Domains.Selects(domain.Name) };
    }

    [LoggerMessage(LogLevel.Debug, "A part of a read failed")]
    private partial void PartFailed(string part, string err);
}
