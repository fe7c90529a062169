using BalloonExporter.Core.GuardRails;
using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Planning;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Backtest.Simulation;

/// <summary>The series that the exporter would expose to the plan.</summary>
/// <param name="ledger">What was moved of late.</param>
/// <param name="limits">The constants.</param>
public sealed class PlanSamples(MovementLedger ledger, Limits limits)
{
    /// <summary>A scrape of a host.</summary>
    /// <param name="host">Its memory.</param>
    /// <param name="domains">Its domains as just read.</param>
    /// <param name="now">When.</param>
    public HostSample Of(HostMemory host, IEnumerable<DomainMemory> domains, Moment now) =>
        new(now, domains.ToDictionary(domain => domain.Uuid, domain => Of(domain, now)))
        {
            TotalBytes = Kib.ToSample(host.TotalKib),
            AvailableBytes = Kib.ToSample(host.AvailableKib),
            ReserveBytes = Kib.ToSample(HostRoom.ReserveKib(host, limits)),
            WaitingSeconds = host.PressureWaiting?.TotalSeconds,
            SwapOutBytes = Kib.ToSample(host.SwapOutKib),
        };

    private DomainSample Of(DomainMemory domain, Moment now)
    {
        var entry = ledger.Of(domain.Uuid);
        var policy = EffectivePolicy.Of(domain, limits)!;
        return new DomainSample(domain.Uuid)
        {
            Managed = ManagedState.UnmanagedReason(domain, entry, limits, now) is null,
            LoweredByOperator = LoweredByOperator.Lowered(domain, entry, limits),
            Fresh = domain.StatisticsFresh == true,
            Running = domain.State == DomainState.Running,
            WorkingSetBytes = Kib.ToSample(domain.WorkingSet?.Kib),
            CurrentBytes = Kib.ToSample(domain.CurrentKib),
            MaximumBytes = Kib.ToSample(domain.MaximumKib),
            ResidentBytes = Kib.ToSample(domain.ResidentKib),
            FloorBytes = Kib.ToSample(policy.FloorKib),
            CeilingBytes = Kib.ToSample(policy.CeilingKib),
            Shares = policy.Shares,
            TargetBytes = Kib.ToSample(entry.TargetKib),
            TargetSetAt = entry.TargetSetAt,
            ShrinkBlockedUntil = entry.ShrinkBlockedUntil(limits),
            RecoveryBlockedUntil = entry.RecoveryBlockedUntil(limits),
            UsableBytes = Kib.ToSample(domain.Guest?.UsableKib),
            UnusedAndCachesBytes = Kib.ToSample(domain.Guest?.UnusedKib + domain.Guest?.DiskCachesKib),
            SwapOutBytes = Kib.ToSample(domain.Guest?.SwapOutKib),
            SwapInBytes = Kib.ToSample(domain.Guest?.SwapInKib),
        };
    }
}
