using BalloonExporter.Core.Model;
using BalloonExporter.Core.Needs;
using BalloonExporter.Core.Planning;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Tests.Alerts.Differential;

/// <summary>What the reflexes take for the demand and the hard floor of a host's domains: the exporter's own memory of the same samples.</summary>
internal sealed class ReflexDemand(PlannerConstants constants)
{
    private readonly Limits _limits = new() { Planner = constants };
    private readonly Dictionary<Guid, WorkingSetEstimator> _histories = [];
    private HostSample? _newest;

    /// <summary>Takes in a scrape.</summary>
    public void See(HostSample sample)
    {
        _newest = sample;
        foreach (var domain in sample.Domains.Values)
        {
            if (!_histories.TryGetValue(domain.Uuid, out var history))
                _histories[domain.Uuid] = history = new WorkingSetEstimator();
            var currentKib = Kib(domain.CurrentBytes)!.Value;
            history.ObserveBalloon(sample.At, currentKib);
            history.ObserveSample(
                new GuestStatistics
                {
                    SampledAt = sample.At,
                    TotalKib = currentKib,
                    UsableKib = Kib(domain.UsableBytes),
                    UnusedKib = Kib(domain.UnusedAndCachesBytes),
                    DiskCachesKib = 0,
                    SwapOutKib = Kib(domain.SwapOutBytes),
                    SwapInKib = Kib(domain.SwapInBytes),
                },
                currentKib,
                Kib(domain.MaximumBytes)!.Value,
                autoDeflate: false);
        }
    }

    /// <summary>The demand of a domain, in bytes; null while it cannot be told.</summary>
    public double? Of(Guid uuid) => Of(uuid, _limits)?.NeedKib * 1024.0;

    /// <summary>Its hard floor, in bytes, without the slope that the exporter alone adds; null while it cannot be told.</summary>
    public double? HardFloorOf(Guid uuid) => Of(uuid, _limits with { Planner = _limits.Planner with { SlopeSeconds = 0 } })?.FloorKib * 1024.0;

    private Demand? Of(Guid uuid, Limits limits)
    {
        if (_newest?.Of(uuid) is not { } domain || !_histories.TryGetValue(uuid, out var history))
            return null;
        var memory = new DomainMemory
        {
            Uuid = uuid,
            Name = "d",
            State = DomainState.Running,
            CurrentKib = Kib(domain.CurrentBytes),
            MaximumKib = Kib(domain.MaximumBytes),
            WorkingSet = history.WorkingSet,
            SwapDebtKib = history.SwapDebtKib,
            RecentLeastUsableShare = history.RecentLeastUsableShare,
        };
        var policy = new EffectivePolicy(Kib(domain.FloorBytes)!.Value, Kib(domain.CeilingBytes ?? domain.MaximumBytes)!.Value, 1000);
        return Demand.Of(memory, policy, limits);
    }

    private static long? Kib(double? bytes) => (long?)(bytes / 1024);
}
