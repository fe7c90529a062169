using System.Diagnostics;
using BalloonExporter.Core.Model;
using LibvirtSharp;

namespace BalloonExporter.Libvirt;

/// <summary>Asks whether libvirt runs a job (migration, save, snapshot) on a domain.</summary>
internal sealed partial class JobReader(LibvirtSession session, ILogger log)
{
    /// <summary>Adds <see cref="DomainMemory.JobActive"/> to the domains where it could be read.</summary>
    public async Task<IReadOnlyList<DomainMemory>> AddAsync(
        IReadOnlyList<DomainMemory> domains, IReadOnlySet<Guid> askFor, TimeSpan deadline, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        var complete = domains.ToArray();
        for (var index = 0; index < complete.Length; index++)
        {
            // The question waits for the domain's monitor: only domains that have just answered are asked, one call each.
            if (!complete[index].MonitorAnswered || !askFor.Contains(complete[index].Uuid))
                continue;
            var uuid = complete[index].Uuid;
            try
            {
                // A call that hangs anyway leaves half of the time to the others.
                var patience = (deadline - Stopwatch.GetElapsedTime(started)) / 2;
                complete[index] = complete[index] with
                {
                    JobActive = await session.CallAsync(connection => IsActive(connection, uuid), patience, cancellation),
                };
            }
            catch (Exception exception) when (exception is TimeoutException or LibvirtException)
            {
                // Unknown stays unknown: the decision is refused for that reason.
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

    [LoggerMessage(LogLevel.Debug, "Whether a job runs on a domain could not be read")]
    private partial void JobUnknown(Guid uuid, string err);
}
