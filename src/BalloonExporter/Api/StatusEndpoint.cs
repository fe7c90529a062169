using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Core.Reflexes;
using BalloonExporter.Core.Restarts;
using BalloonExporter.Engine;
using BalloonExporter.Options;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BalloonExporter.Api;

/// <summary><c>/api/v1/status</c>.</summary>
internal sealed class StatusEndpoint(
    SharedReader reader,
    ReflexStatus reflexes,
    RestartStatus restarts,
    Heartbeats heartbeats,
    ActingRole role,
    RecentDecisions recent,
    MovementLedger ledger,
    PauseEndpoint pause,
    ExporterOptions options,
    SteadyClock clock)
{
    public const string Path = "/api/v1/status";

    private const int Moves = 10;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>How this exporter and its host are, at a glance</summary>
    /// <response code="200">Also when libvirt cannot be reached: then domains are not counted.</response>
    public async Task<Ok<StatusReport>> GetAsync(CancellationToken aborted) => TypedResults.Ok(Of(await reader.ReadAsync(Patience, aborted)));

    /// <summary>The same of a host that was just read.</summary>
    public StatusReport Of(HostSnapshot snapshot)
    {
        var now = clock.Now;
        var domains = snapshot.Domains.Where(domain => !domain.Excluded).ToList();
        return new StatusReport
        {
            Mode = role.ModeLabel,
            Standby = options.Mode == ExporterMode.Act && !role.MayAct,
            LibvirtUp = snapshot.LibvirtUp || snapshot.LibvirtBusy,
            Level = reflexes.Level,
            AvailableBytes = Kib.ToBytes(snapshot.Memory?.AvailableKib),
            TotalBytes = Kib.ToBytes(snapshot.Memory?.TotalKib),
            HeartbeatAt = heartbeats.LastAt is { } heartbeatAt ? clock.WallTimeOf(heartbeatAt) : null,
            HeartbeatAgeSeconds = heartbeats.LastAt is { } last ? (now - last).TotalSeconds : null,
            PlanGone = reflexes.Recovery,
            Emergency = reflexes.Emergency,
            Pause = pause.Get().Value!,
            Domains = domains.Count,
            Managed = domains.Count(domain => ManagedState.UnmanagedReason(domain, ledger.Of(domain.Uuid), options.Limits, now) is null),
            ReclaimableBytes = options.Mode == ExporterMode.Observe ? Kib.ToBytes(WhatIf.ReclaimableKib(domains, ledger, options.Limits, now)) : null,
            FailedRestarts = [.. restarts.StartFailed.Select(restart => TextBounds.Cut(restart.Name))],
            Moves =
            [
                .. recent.NewestFirst().Where(each => each.IsMove)
                    .Select(each => each.ForCallers).OfType<DecisionRecord>().Take(Moves).Select(DecisionEntry.Of),
            ],
        };
    }
}
