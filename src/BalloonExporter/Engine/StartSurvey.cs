using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using BalloonExporter.Core.Ports;

namespace BalloonExporter.Engine;

/// <summary>
/// Logs once, at the start, which domains are below their maximum. libvirt keeps no targets, so this shows what an earlier process or
/// another program did: it explains an <c>applying</c> line without its <c>decision</c>.
/// </summary>
internal sealed partial class StartSurvey(SharedReader reader, Limits limits, TimeProvider time, ILogger<StartSurvey> log) : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!await TryTellAsync(stoppingToken))
                await Task.Delay(Pause, time, stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // Stopped before libvirt was reached: nothing to log.
        }
    }

    private async Task<bool> TryTellAsync(CancellationToken stopping)
    {
        HostSnapshot snapshot;
        try
        {
            snapshot = await reader.ReadAsync(Patience, stopping);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // An exception in a background service would end the process, and this one only logs.
            CouldNotLook(exception);
            return true;
        }

        if (!snapshot.LibvirtUp)
            return false;
        var running = snapshot.Domains.Where(domain => !domain.Excluded && domain.MaximumKib is not null).ToList();
        var inflated = running.Where(domain => domain.MaximumKib - domain.CurrentKib >= limits.DeadBandKib(domain.MaximumKib!.Value)).ToList();
        foreach (var domain in inflated)
            FoundInflated(domain.Name, domain.Uuid, Kib.ToBytes(domain.CurrentKib), Kib.ToBytes(domain.MaximumKib), Kib.ToBytes(domain.MaximumKib - domain.CurrentKib));
        Found(running.Count, inflated.Count, Kib.ToBytes(inflated.Sum(domain => domain.MaximumKib - domain.CurrentKib)) ?? 0);
        return true;
    }

    [LoggerMessage(LogLevel.Information, "Found a domain without a part of its memory")]
    private partial void FoundInflated(string domain, Guid uuid, long? currentBytes, long? maximumBytes, long? missingBytes);

    [LoggerMessage(LogLevel.Information, "Looked at the domains for the first time")]
    private partial void Found(int domains, int inflated, long missingBytes);

    [LoggerMessage(LogLevel.Error, "The first look at the domains failed")]
    private partial void CouldNotLook(Exception exception);
}
