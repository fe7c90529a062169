using System.Diagnostics;
using BalloonExporter.Core.Model;
using LibvirtSharp;

namespace BalloonExporter.Libvirt;

/// <summary>Asks whether libvirt runs a job (migration, save, snapshot) on a domain.</summary>
internal sealed partial class JobReader(LibvirtSession session, ILogger log)
{
    /// <summary>The same domains with <see cref="DomainMemory.JobActive"/> where it could be learned.</summary>
    public async Task<IReadOnlyList<DomainMemory>> AddAsync(
        IReadOnlyList<DomainMemory> domains, IReadOnlySet<Guid> askFor, TimeSpan deadline, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        var complete = domains.ToArray();
        for (var index = 0; index < complete.Length; index++)
        {
            // Asking waits for the domain's monitor: only of a domain that has just answered, each in a call of its own.
            if (!complete[index].MonitorAnswered || !askFor.Contains(complete[index].Uuid))
                continue;
            var uuid = complete[index].Uuid;
            try
            {
                // One that hangs all the same leaves half of the time to those after it.
                var patience = (deadline - Stopwatch.GetElapsedTime(started)) / 2;
                complete[index] = complete[index] with
                {
                    JobActive = await session.CallAsync(connection => IsActive(connection, uuid), patience, cancellation),
                };
            }
            catch (Exception exception) when (exception is TimeoutException or LibvirtException)
            {
                // Not known stays not known: the decision refuses for that reason.
                JobUnknown(uuid, exception.Message);
            }
        }

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
