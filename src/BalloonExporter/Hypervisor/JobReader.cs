using BalloonExporter.Domains;
using LibvirtSharp;

namespace BalloonExporter.Hypervisor;

/// <summary>Asks whether libvirt runs a job (migration, save, snapshot) on a domain.</summary>
internal sealed partial class JobReader(LibvirtSession session, ILogger log)
{
    // The daemon takes five requests of one client at once.
    private const int AskedTogether = 4;

    /// <summary>The same domains with <see cref="DomainMemory.JobActive"/> where it could be learned.</summary>
    public async Task<IReadOnlyList<DomainMemory>> AddAsync(
        IReadOnlyList<DomainMemory> domains, IReadOnlySet<Guid> askFor, TimeSpan deadline, CancellationToken cancellation)
    {
        var complete = domains.ToArray();
        // Asking waits for the domain's monitor: only of a domain that has just answered, each in a call of its own.
        var asked = Enumerable.Range(0, complete.Length).Where(index => complete[index].MonitorAnswered && askFor.Contains(complete[index].Uuid));
        var together = new ParallelOptions { MaxDegreeOfParallelism = AskedTogether, CancellationToken = cancellation };
        await Parallel.ForEachAsync(asked, together, async (index, stop) =>
        {
            try
            {
                var uuid = complete[index].Uuid;
                complete[index] = complete[index] with
                {
                    JobActive = await session.CallAsync(connection => IsActive(connection, uuid), deadline / 2, stop),
                };
            }
            catch (Exception exception) when (exception is TimeoutException or LibvirtException)
            {
                // Not known stays not known: the decision refuses for that reason.
                JobUnknown(complete[index].Uuid, exception.Message);
            }
        });
        return complete;
    }

    private static bool? IsActive(LibvirtConnection connection, Guid uuid)
    {
        using var domain = connection.FindDomain(uuid);
        return domain is null ? null : domain.GetJobInfo().Type.Known is not (DomainJobType.None or DomainJobType.Completed);
    }

    [LoggerMessage(LogLevel.Debug, "Whether a job runs on a domain could not be learned")]
    private partial void JobUnknown(Guid uuid, string err);
}
