using BalloonExporter.Backtest.History;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Backtest.Simulation;

/// <summary>
/// A server on a simulated host: what it needs comes from its history, what it has from its balloon. Files fill what it does not need within six hours
/// of running. It has no swap: when it needs more than it has its kernel kills a program.
/// </summary>
internal sealed class SimulatedServer
{
    private const long InflateKibPerSecond = 400 * Kib.PerMiB;
    private const long DeflateKibPerSecond = 1200 * Kib.PerMiB;
    private const double SecondsToFill = 6 * 3600;
    private const double RestartSeconds = 60;

    private static readonly TimeSpan StatisticsPeriod = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RanBefore = TimeSpan.FromHours(1);

    private readonly ServerNeed _need;
    private DomainMemory _memory;
    private double _touchedKib;
    private double _downUntil;
    private bool _wasUnder;

    public SimulatedServer(ServerTrace trace, int number, ServerNeed need, Moment start)
    {
        (Trace, _need) = (trace, need);
        Uuid = new Guid(number + 1, 0, 0, new byte[8]);
        _memory = new DomainMemory
        {
            Uuid = Uuid,
            Name = trace.Name,
            State = DomainState.Running,
            MaximumKib = trace.MaximumKib,
            MonitorAnswered = true,
            JobActive = false,
            StatisticsFresh = true,
        };
        if (need.RunsAt(0))
            Boot(0, start - RanBefore);
    }

    public ServerTrace Trace { get; }

    public Guid Uuid { get; }

    public long MaximumKib => Trace.MaximumKib;

    public bool Runs { get; private set; }

    /// <summary>Memory that its balloon leaves it.</summary>
    public long CurrentKib { get; private set; }

    public long TargetKib { get; private set; }

    /// <summary>What its process occupies on the host.</summary>
    public long ResidentKib => Runs ? Math.Min(CurrentKib, (long)_touchedKib) : 0;

    /// <summary>Whether its balloon is on its way.</summary>
    public bool Moves => Runs && CurrentKib != TargetKib;

    /// <summary>Time in which it needed more than it had, or had been killed by its host, seconds.</summary>
    public double UnderDemandSeconds { get; private set; }

    /// <summary>Time in which it ran, seconds.</summary>
    public double RunSeconds { get; private set; }

    /// <summary>Spells in which it needed more than it had.</summary>
    public int Kills { get; private set; }

    /// <summary>Times its host killed it.</summary>
    public int HostKills { get; private set; }

    public ServerNeed Need => _need;

    /// <summary>How fast files fill memory that nothing has touched, KiB per second.</summary>
    public double FillKibPerSecond => _touchedKib < CurrentKib ? MaximumKib / SecondsToFill : 0;

    public void SetTarget(long targetKib) => TargetKib = Math.Clamp(targetKib, 1, MaximumKib);

    /// <summary>Starts or stops it as its history says.</summary>
    /// <returns>Whether it was started or stopped.</returns>
    public bool Follow(double second, Moment now)
    {
        var runs = _need.RunsAt(second) && second >= _downUntil;
        if (runs == Runs)
            return false;
        if (runs)
            Boot(second, now);
        else
            Stop();
        return true;
    }

    /// <summary>The host's OOM killer ends it; it is started again after a minute.</summary>
    public void KilledByHost(double second)
    {
        HostKills++;
        _downUntil = second + RestartSeconds;
        Stop();
    }

    /// <summary>The server as the exporter sees it.</summary>
    public DomainMemory Look(double second, Moment now)
    {
        var neededKib = Math.Max(1, (long)_need.KibAt(second));
        var cachedKib = Math.Max(0, ResidentKib - neededKib);
        return _memory = _memory with
        {
            ReadAt = now,
            CurrentKib = CurrentKib,
            ResidentKib = ResidentKib,
            WorkingSet = new WorkingSet(neededKib, now) { RisePerSecondKib = _need.RiseAt(second) },
            Guest = new GuestStatistics
            {
                SampledAt = now,
                TotalKib = CurrentKib,
                UsableKib = Math.Max(1, CurrentKib - neededKib),
                UnusedKib = Math.Max(0, CurrentKib - neededKib - cachedKib),
                DiskCachesKib = cachedKib,
                SwapInKib = 0,
                SwapOutKib = 0,
            },
        };
    }

    /// <summary>Lets time pass: the balloon moves, programs and files take memory.</summary>
    public void Pass(double from, double to)
    {
        if (!Runs)
        {
            if (_need.RunsAt(from) && from < _downUntil)
                UnderDemandSeconds += to - from;
            return;
        }

        var seconds = to - from;
        MoveBalloon(from, seconds);
        var under = _need.SecondsAbove(CurrentKib, from, to);
        UnderDemandSeconds += under;
        RunSeconds += seconds;
        if (under > 0 && !_wasUnder)
            Kills++;
        _wasUnder = under > 0;
        _touchedKib = Math.Min(CurrentKib, Math.Max(_touchedKib + (FillKibPerSecond * seconds), _need.MostKib(from, to)));
    }

    // A balloon takes free memory and the cache, not what programs need.
    private void MoveBalloon(double second, double seconds)
    {
        if (CurrentKib < TargetKib)
            CurrentKib = (long)Math.Min(TargetKib, CurrentKib + (DeflateKibPerSecond * seconds));
        else if (CurrentKib > TargetKib)
            CurrentKib -= (long)Math.Clamp(Math.Min(CurrentKib - TargetKib, CurrentKib - _need.KibAt(second)), 0, InflateKibPerSecond * seconds);
    }

    private void Boot(double second, Moment since)
    {
        Runs = true;
        CurrentKib = TargetKib = MaximumKib;
        _touchedKib = _need.KibAt(second);
        _wasUnder = false;
        _memory = _memory with
        {
            Facts = new DomainFacts
            {
                Balloon = BalloonCapability.Manageable,
                AutoDeflate = false,
                StatisticsPeriod = StatisticsPeriod,
                RunningSince = since,
                StartedEnabled = true,
            },
        };
    }

    private void Stop()
    {
        Runs = false;
        CurrentKib = TargetKib = MaximumKib;
        _touchedKib = 0;
    }
}
