using System.Threading.Channels;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Options;
using BalloonExporter.Tracking;
using LibvirtSharp;

namespace BalloonExporter.Libvirt;

/// <summary>
/// Sets the statistics period of guests: in act mode each managed domain with a longer period, or none, gets that of
/// <c>--guest-stats.period</c>, and a tight one a shorter period while it is tight. Only in the running instance.
/// </summary>
internal sealed partial class StatisticsPeriods(
    WantedPeriods wanted, DomainEvents domains, Hypervisors hypervisors, ActingRole role, ExporterOptions options, ILogger<StatisticsPeriods> log) : BackgroundService
{
    private static readonly TimeSpan CallDeadline = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Mode != ExporterMode.Act || options.GuestStatisticsPeriod == TimeSpan.Zero)
            return;
        try
        {
            await foreach (var uuid in wanted.Wrong.ReadAllAsync(stoppingToken))
            {
                await role.WhenActing(stoppingToken);
                await SetAsync(uuid, stoppingToken);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ChannelClosedException)
        {
            // The process is stopping.
        }
    }

    private async Task SetAsync(Guid uuid, CancellationToken stopping)
    {
        var period = wanted.Of(uuid);
        foreach (var writer in hypervisors.Writers)
        {
            try
            {
                if (!await writer.CallAsync(connection => Set(connection, uuid, period), CallDeadline, stopping))
                    continue;
                domains.Changed(uuid);
                PeriodSet(uuid, period.TotalSeconds);
                return;
            }
            catch (Exception exception) when (!stopping.IsCancellationRequested)
            {
                // Tried again when the domain's facts are read again.
                PeriodNotSet(uuid, exception.Message);
            }
        }
    }

    private bool Set(LibvirtConnection connection, Guid uuid, TimeSpan period)
    {
        using var domain = connection.FindDomain(uuid);
        // Excluded domains are left alone.
        if (domain is null || !options.Domains.Selects(domain.Name))
            return false;
        hypervisors.CountWrite(MonitorCall.Period);
        domain.SetMemoryStatsPeriod((int)period.TotalSeconds, DomainModificationFlags.Live);
        return true;
    }

    [LoggerMessage(LogLevel.Information, "A guest is now asked for statistics regularly")]
    private partial void PeriodSet(Guid uuid, double periodSeconds);

    [LoggerMessage(LogLevel.Warning, "The statistics period of a guest could not be set")]
    private partial void PeriodNotSet(Guid uuid, string err);
}
