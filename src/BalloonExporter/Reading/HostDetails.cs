using System.Collections.Concurrent;
using System.Diagnostics;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Kernel;

namespace BalloonExporter.Reading;

/// <summary>Reads data that only scrapes need: small kernel files, and monitors that do not answer.</summary>
internal sealed partial class HostDetails(
    QemuProcesses processes, DomainControls controls, KsmFiles ksm, HugepageFiles hugepages, NumaFiles numa, ILogger<HostDetails> log) : IHostDetails
{
    // Some errors last for the process's lifetime; a line with every scrape would hide the rest of the log.
    private readonly ConcurrentDictionary<CollectorName, string> _told = [];

    public async Task<HostSnapshot> AddAsync(
        HostSnapshot snapshot, IReadOnlySet<CollectorName> wanted, TimeSpan patience, CancellationToken cancellation)
    {
        var asked = snapshot;
        var parts = snapshot.Parts.ToList();
        var domains = snapshot.Domains.ToArray();
        if (snapshot.LibvirtUp)
            await ReadAsync(CollectorName.Control, () => controls.AddAsync(asked, domains, patience, cancellation));
        await ReadAsync(CollectorName.Process, () => EachProcess(domain => domain with { Process = processes.ReadMemory(domain.Uuid) }));
        await ReadAsync(CollectorName.Cgroup, () => EachProcess(domain => domain with { Cgroup = processes.ReadCgroup(domain.Uuid) }));
        await ReadAsync(CollectorName.Ksm, () => Add(snapshot with { SamePages = ksm.Read() }));
        await ReadAsync(CollectorName.Hugepages, () => Add(snapshot with { HugepagePools = hugepages.Read() }));
        await ReadAsync(CollectorName.Numa, () => Add(snapshot with { NumaNodes = numa.Read() }));
        return snapshot with { Domains = domains, Parts = parts };

        Task Add(HostSnapshot more)
        {
            snapshot = more;
            return Task.CompletedTask;
        }

        Task EachProcess(Func<DomainMemory, DomainMemory> add)
        {
            for (var index = 0; index < domains.Length; index++)
            {
                if (!domains[index].Excluded)
                    domains[index] = add(domains[index]);
            }

            return processes.ProblemWith(domains.Where(domain => domain is { Excluded: false, Facts.HasProcess: true }).Select(domain => domain.Uuid)) is { } problem
                ? Task.FromException(new InvalidDataException(problem))
                : Task.CompletedTask;
        }

        async Task ReadAsync(CollectorName part, Func<Task> read)
        {
            if (!wanted.Contains(part))
                return;
            var started = Stopwatch.GetTimestamp();
            string? error = null;
            try
            {
                await read();
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellation.IsCancellationRequested)
            {
                // A part that fails is absent; the others are still read.
                error = exception.Message;
                // A client's short timeout is not an error, and a hanging call is logged by its session.
                if (exception is not TimeoutException)
                {
                    if (_told.GetValueOrDefault(part) != error)
                        PartFailed(part.ToLabel(), error);
                    _told[part] = error;
                }
            }

            parts.Add(new PartOutcome(part.ToLabel(), Stopwatch.GetElapsedTime(started), error));
        }
    }

    [LoggerMessage(LogLevel.Warning, "A part of the scrape failed: its series are missing; repetitions are not logged")]
    private partial void PartFailed(string part, string err);
}
