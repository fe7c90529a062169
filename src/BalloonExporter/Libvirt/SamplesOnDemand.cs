using System.Collections.Concurrent;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Options;
using BalloonExporter.Tracking;
using LibvirtSharp;

namespace BalloonExporter.Libvirt;

/// <summary>
/// Has QEMU ask a guest at once, by setting its statistics period to zero and back. Over connections of its own: a guest that hangs here
/// delays no target. If this process dies in between the period is zero, which the next one sets right. Thread-safe.
/// </summary>
internal sealed partial class SamplesOnDemand(
    WantedPeriods wanted, DomainEvents domains, Hypervisors hypervisors, ExporterOptions options, SteadyClock clock, ILogger<SamplesOnDemand> log) : ISampleDemand
{
    private static readonly TimeSpan CallDeadline = TimeSpan.FromSeconds(1);

    // A guest whose monitor is busy is left alone for a while.
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<Guid, Moment> _busyUntil = [];

    public bool Ask(Guid uuid)
    {
        var now = clock.Now;
        if (options.GuestStatisticsPeriod == TimeSpan.Zero || wanted.OfTight(uuid) is not { } period || (_busyUntil.TryGetValue(uuid, out var until) && until > now))
            return false;
        _busyUntil[uuid] = Moment.MaxValue;
        _ = AskAsync(uuid, period);
        return true;
    }

    private async Task AskAsync(Guid uuid, TimeSpan period)
    {
        try
        {
            foreach (var asker in hypervisors.Askers)
            {
                if (await asker.CallAsync(connection => Ask(connection, uuid, period), CallDeadline, CancellationToken.None))
                    break;
            }

            _busyUntil.TryRemove(uuid, out _);
            // It may have been set to another one meanwhile.
            if (wanted.OfTight(uuid) != period)
                wanted.SetAgain(uuid);
        }
        catch (Exception exception)
        {
            _busyUntil[uuid] = clock.Now + Rest;
            wanted.SetAgain(uuid);
            NotAsked(uuid, exception.Message);
        }
    }

    private bool Ask(LibvirtConnection connection, Guid uuid, TimeSpan period)
    {
        using var domain = connection.FindDomain(uuid);
        // Excluded domains are left alone.
        if (domain is null || !options.Domains.Selects(domain.Name))
            return false;
        hypervisors.CountWrite(MonitorCall.Sample);
        domains.SampleDemanded(uuid);
        domain.SetMemoryStatsPeriod(0, DomainModificationFlags.Live);
        domain.SetMemoryStatsPeriod((int)period.TotalSeconds, DomainModificationFlags.Live);
        return true;
    }

    [LoggerMessage(LogLevel.Debug, "A guest could not be asked for a sample")]
    private partial void NotAsked(Guid uuid, string err);
}
