using BalloonExporter.Core.Model;
using BalloonExporter.Core.Needs;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Simulator.World;

/// <summary>A guest as the exporter sees it, with the exporter's history of earlier looks.</summary>
internal sealed class GuestView(GuestSetup setup)
{
    private static readonly int DefaultShares = new Limits().DefaultShares;

    private readonly WorkingSetEstimator _history = new();
    private readonly SampleTimes _times = new();
    private readonly PolicySpec? _policy = PolicyOf(setup);
    private GuestStatistics? _seen;
    private int _lookedAt = -1;

    public Guid Uuid { get; } = new(setup.Number + 1, 0, 0, new byte[8]);

    public string Name { get; } = $"guest{setup.Number}";

    /// <summary>Times its statistics were read; reads within the same tenth of a second count once.</summary>
    public int Looks { get; private set; }

    public void Count(int tenth)
    {
        if (tenth == _lookedAt)
            return;
        _lookedAt = tenth;
        Looks++;
    }

    /// <summary>libvirt's balloon event: at most one a second.</summary>
    public void ObserveBalloon(Moment now, long currentKib) => _history.ObserveBalloon(now, currentKib);

    public void Forget()
    {
        _history.Forget();
        _seen = null;
    }

    public DomainMemory Of(SimulatedGuest guest, GuestStatistics? sample, (TimeSpan Period, Moment RunningSince) facts, Limits limits, Moment now)
    {
        _history.ObserveBalloon(now, guest.CurrentKib);
        if (sample is not null)
            sample = sample with { SampledAt = _times.Place(sample, now) };
        if (sample is not null && sample.SampledAt != _seen?.SampledAt)
            _history.ObserveSample(sample, guest.CurrentKib, guest.MaximumKib, autoDeflate: false);
        _seen = sample;
        return new DomainMemory
        {
            Uuid = Uuid,
            Name = Name,
            State = guest.IsDown ? DomainState.ShutOff : DomainState.Running,
            CurrentKib = guest.CurrentKib,
            MaximumKib = guest.MaximumKib,
            ResidentKib = guest.ResidentKib,
            MonitorAnswered = true,
            JobActive = false,
            Guest = sample,
            StatisticsFresh = sample is null ? null : Freshness.IsFresh(sample.SampledAt, facts.Period, limits, now),
            WorkingSet = _history.WorkingSet,
            SwapDebtKib = _history.SwapDebtKib,
            RecentLeastUsableShare = _history.RecentLeastUsableShare,
            RecentSwapOut = _history.RecentSwapOut,
            Facts = new DomainFacts
            {
                Balloon = BalloonCapability.Manageable,
                AutoDeflate = false,
                StatisticsPeriod = facts.Period,
                RunningSince = facts.RunningSince,
                Policy = _policy,
                NextPolicy = _policy,
                StartedEnabled = !guest.OptedOut,
            },
        };
    }

    private static PolicySpec? PolicyOf(GuestSetup setup) => setup is { OptedOut: false } && setup.Shares == DefaultShares
        ? null
        : new PolicySpec { Enabled = !setup.OptedOut, Shares = setup.Shares };
}
