using BalloonExporter.Core.Model;
using BalloonExporter.Core.Needs;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Tests.GuardRails.Scenarios;

/// <summary>A guest that obeys its balloon, needs what it needs, and reports every other second, as long as it does report.</summary>
internal sealed class SimulatedGuest
{
    private const long KernelReserveKib = 40 * Simulation.MiB;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    private readonly WorkingSetEstimator _history = new();
    private GuestStatistics? _sample;

    public SimulatedGuest(long maximumKib, Func<int, long> needKib)
    {
        MaximumKib = maximumKib;
        NeedKib = needKib;
        CurrentKib = TargetKib = LeastCurrentKib = ResidentKib = maximumKib;
    }

    public Guid Uuid { get; } = Guid.NewGuid();

    public long MaximumKib { get; }

    public Func<int, long> NeedKib { get; }

    /// <summary>Seconds in which the guest answers no question.</summary>
    public Func<int, bool> Silent { get; init; } = _ => false;

    /// <summary>When the guest started; by default long ago.</summary>
    public int StartedAtSecond { get; init; } = -3600;

    public long FillsKibPerSecond { get; init; } = long.MaxValue / 4;

    /// <summary>How fast the balloon takes memory.</summary>
    public Func<int, long> InflatesKibPerSecond { get; init; } = _ => long.MaxValue / 4;

    public long TargetKib { get; set; }

    public long CurrentKib { get; set; }

    public long ResidentKib { get; set; }

    public long LeastCurrentKib { get; private set; }

    /// <summary>The least the guest had above its need; negative: it swapped, or lost a process.</summary>
    public long LeastHeadroomKib { get; private set; } = long.MaxValue;

    public void Pass(int second, Moment now)
    {
        var needKib = NeedKib(second);
        CurrentKib = Math.Max(TargetKib, CurrentKib - InflatesKibPerSecond(second));
        ResidentKib = Math.Min(CurrentKib, Math.Max(ResidentKib, Math.Min(needKib, ResidentKib + FillsKibPerSecond)));
        LeastCurrentKib = Math.Min(LeastCurrentKib, CurrentKib);
        LeastHeadroomKib = Math.Min(LeastHeadroomKib, CurrentKib - needKib);
        _history.ObserveBalloon(now, CurrentKib);
        if (second % Period.Seconds == 0 && !Silent(second))
        {
            _sample = new GuestStatistics
            {
                SampledAt = now,
                TotalKib = CurrentKib - KernelReserveKib,
                UsableKib = Math.Max(1, CurrentKib - needKib),
                SwapInKib = 0,
                SwapOutKib = 0,
            };
        }

        if (_sample is { } sample)
            _history.ObserveSample(sample, CurrentKib, MaximumKib, autoDeflate: false);
    }

    public DomainMemory Look(Moment start, Moment now, Limits limits) => new()
    {
        Uuid = Uuid,
        Name = "guest",
        State = DomainState.Running,
        CurrentKib = CurrentKib,
        MaximumKib = MaximumKib,
        ResidentKib = ResidentKib,
        MonitorAnswered = true,
        JobActive = false,
        Guest = _sample,
        StatisticsFresh = _sample is null ? null : Freshness.IsFresh(_sample.SampledAt, Period, limits, now),
        WorkingSet = _history.WorkingSet,
        SwapDebtKib = _history.SwapDebtKib,
        Facts = new DomainFacts
        {
            Balloon = BalloonCapability.Manageable,
            AutoDeflate = false,
            StatisticsPeriod = Period,
            RunningSince = start + TimeSpan.FromSeconds(StartedAtSecond),
        },
    };
}
