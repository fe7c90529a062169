using BalloonExporter.Core.Model;
using BalloonExporter.Core.Needs;
using BalloonExporter.Core.Policy;
using static BalloonExporter.Simulator.World.Sizes;

namespace BalloonExporter.Simulator.World;

/// <summary>
/// A guest second by second: programs that want memory, a cache that takes what is free, a swap device perhaps, and a kernel that kills when
/// all of it is full.
/// </summary>
public sealed class SimulatedGuest
{
    private const double KernelShare = 0.03;
    private const long InflateKibPerSecond = 400 * MiB;
    private const long DeflateKibPerSecond = 1200 * MiB;
    private const long SwapKibPerSecond = 100 * MiB;
    private const int RestartSeconds = 30;

    private readonly WorkingSetEstimator _history = new();
    private readonly GuestLoad _load;
    private readonly long _swapCapacityKib;
    private readonly int _phase;
    private GuestStatistics? _sample;
    private long _programsKib;
    private long _cacheKib;
    private long _swappedKib;
    private long _swapOutKib;
    private long _swapInKib;
    private long _touchedKib;
    private int _killedUntil = -1;
    private int _startedAt = -3600;
    private int _downUntil = -1;

    public SimulatedGuest(int number, long maximumKib, GuestLoad load, long swapCapacityKib, GuestManner manner)
    {
        Uuid = new Guid(number + 1, 0, 0, new byte[8]);
        Name = $"guest{number}";
        MaximumKib = CurrentKib = TargetKib = maximumKib;
        _load = load;
        _swapCapacityKib = swapCapacityKib;
        Manner = manner;
        _phase = number % 2;
        _programsKib = load.WantedKib(0);
        _cacheKib = load.InitialCacheKib;
        _touchedKib = KernelKib + _programsKib + _cacheKib;
    }

    public Guid Uuid { get; }

    public string Name { get; }

    public GuestManner Manner { get; }

    public long MaximumKib { get; }

    public long CurrentKib { get; private set; }

    public long TargetKib { get; private set; }

    /// <summary>What its process occupies on the host.</summary>
    public long ResidentKib => IsDown ? 0 : Math.Min(_touchedKib, CurrentKib);

    /// <summary>MemFree.</summary>
    public long FreeKib => Math.Max(0, CurrentKib - KernelKib - _programsKib - _cacheKib);

    /// <summary>MemAvailable.</summary>
    public long UsableKib => Math.Max(0, CurrentKib - KernelKib - _programsKib - (MaximumKib / 200));

    public long SwapOutKib => _swapOutKib;

    public bool IsDown { get; private set; }

    /// <summary>Whether it is asked for its statistics every second instead of every other.</summary>
    public bool AskedEverySecond { get; set; }

    public bool Reports => Manner != GuestManner.Silent && !IsDown && _sample is not null;

    /// <summary>What programs wanted and did not have in memory, KiB·s.</summary>
    public double UnmetKibSeconds { get; private set; }

    /// <summary>What programs wanted that had been killed, KiB·s.</summary>
    public double LostKibSeconds { get; private set; }

    public int Kills { get; private set; }

    public int HostKills { get; private set; }

    private TimeSpan Period => TimeSpan.FromSeconds(AskedEverySecond ? 1 : 2);

    private long KernelKib => (long)(MaximumKib * KernelShare);

    public void SetTarget(long targetKib) => TargetKib = Math.Clamp(targetKib, 0, MaximumKib);

    /// <summary>The host killed it; it is started again after a minute.</summary>
    public void KilledByHost(int second)
    {
        HostKills++;
        IsDown = true;
        _downUntil = second + 60;
    }

    public void Pass(int second, Moment now)
    {
        if (IsDown)
        {
            LostKibSeconds += _load.WantedKib(second);
            if (second >= _downUntil)
                Start(second);
            return;
        }

        if (Manner == GuestManner.Reboots && second % 1200 == 600)
            Reboot(second);
        MoveBalloon(second);
        RunPrograms(second);
        _history.ObserveBalloon(now, CurrentKib);
        Report(second, now);
    }

    /// <summary>As the exporter sees it.</summary>
    public DomainMemory Look(Moment start, Moment now, Limits limits) => new()
    {
        Uuid = Uuid,
        Name = Name,
        State = IsDown ? DomainState.ShutOff : DomainState.Running,
        CurrentKib = CurrentKib,
        MaximumKib = MaximumKib,
        ResidentKib = ResidentKib,
        MonitorAnswered = true,
        JobActive = false,
        Guest = _sample,
        StatisticsFresh = _sample is null ? null : Freshness.IsFresh(_sample.SampledAt, Period, limits, now),
        WorkingSet = _history.WorkingSet,
        SwapDebtKib = _history.SwapDebtKib,
        RecentLeastUsableShare = _history.RecentLeastUsableShare,
        RecentSwapOut = _history.RecentSwapOut,
        Facts = new DomainFacts
        {
            Balloon = BalloonCapability.Manageable,
            AutoDeflate = false,
            StatisticsPeriod = Period,
            RunningSince = start + TimeSpan.FromSeconds(_startedAt),
        },
    };

    private void Start(int second)
    {
        IsDown = false;
        CurrentKib = TargetKib = MaximumKib;
        Reboot(second);
    }

    private void Reboot(int second)
    {
        _startedAt = second;
        _programsKib = _cacheKib = _swappedKib = _swapInKib = _swapOutKib = 0;
        _touchedKib = Math.Max(ResidentKib, KernelKib);
        _sample = null;
        _history.Forget();
    }

    private void MoveBalloon(int second)
    {
        if (CurrentKib < TargetKib)
        {
            CurrentKib = Math.Min(TargetKib, CurrentKib + DeflateKibPerSecond);
            return;
        }

        var speed = Manner switch
        {
            GuestManner.Slow => 6 * MiB,
            GuestManner.Stuck => 0,
            GuestManner.Recovers when second / 300 % 2 == 0 => 0,
            GuestManner.StopsAtALimit when CurrentKib <= MaximumKib * 7 / 10 => 0,
            GuestManner.Reboots when second - _startedAt < 5 => 0,
            _ => InflateKibPerSecond,
        };
        // A balloon takes what is free and what the cache lets go at once, and the programs' pages only as fast as they are swapped.
        var easyKib = Math.Max(0, CurrentKib - KernelKib - _programsKib);
        var hardKib = Math.Min(SwapKibPerSecond, _swapCapacityKib - _swappedKib);
        CurrentKib -= Math.Min(Math.Min(speed, CurrentKib - TargetKib), easyKib + Math.Max(0, hardKib));
        _cacheKib = Math.Min(_cacheKib, Math.Max(0, CurrentKib - KernelKib - _programsKib));
        _touchedKib = Math.Min(_touchedKib, CurrentKib);
    }

    private void RunPrograms(int second)
    {
        var wantedKib = _load.WantedKib(second);
        if (second < _killedUntil)
        {
            // What was killed does not want anything until it is started again.
            var alive = Math.Min(wantedKib, _programsKib + _swappedKib);
            LostKibSeconds += wantedKib - alive;
            wantedKib = alive;
        }

        var roomKib = Math.Max(0, CurrentKib - KernelKib);
        var inMemoryKib = Math.Min(wantedKib, roomKib);
        var toSwapKib = Math.Max(0, wantedKib - inMemoryKib);
        if (toSwapKib > _swappedKib)
        {
            var outKib = Math.Min(toSwapKib - _swappedKib, SwapKibPerSecond);
            outKib = Math.Min(outKib, _swapCapacityKib - _swappedKib);
            _swappedKib += outKib;
            _swapOutKib += outKib;
        }
        else if (toSwapKib < _swappedKib)
        {
            var inKib = Math.Min(_swappedKib - toSwapKib, SwapKibPerSecond);
            // What is gone needs not come back; of what stays a part is read back in.
            _swappedKib -= inKib;
            _swapInKib += inKib;
        }

        var missingKib = wantedKib - inMemoryKib - _swappedKib;
        UnmetKibSeconds += Math.Min(_swappedKib, Math.Max(0, wantedKib)) + Math.Max(0, missingKib);
        // Without swap, or when it is full, the kernel kills; while swap takes more the programs just wait.
        if (missingKib > 0 && _swapCapacityKib - _swappedKib <= 0)
            Kill(second, wantedKib);
        _programsKib = Math.Min(inMemoryKib, wantedKib);
        var freeKib = CurrentKib - KernelKib - _programsKib;
        _cacheKib = Math.Clamp(Math.Min(_cacheKib, freeKib) + _load.CacheKibPerSecond, 0, Math.Max(0, freeKib));
        _touchedKib = Math.Min(CurrentKib, Math.Max(_touchedKib, KernelKib + _programsKib + _cacheKib));
    }

    private void Kill(int second, long wantedKib)
    {
        Kills++;
        _killedUntil = second + RestartSeconds;
        // The largest program goes: what is left is what the guest runs besides.
        _swappedKib = 0;
        _programsKib = Math.Min(wantedKib, (long)(MaximumKib * 0.15));
    }

    private void Report(int second, Moment now)
    {
        if (Manner != GuestManner.Silent && (AskedEverySecond || second % 2 == _phase) && second - _startedAt > 4)
        {
            _sample = new GuestStatistics
            {
                SampledAt = now,
                TotalKib = CurrentKib - KernelKib,
                UsableKib = Manner == GuestManner.Lies ? (CurrentKib - KernelKib) * 95 / 100 : Math.Max(1, UsableKib),
                UnusedKib = FreeKib,
                DiskCachesKib = _cacheKib,
                SwapInKib = _swapInKib,
                SwapOutKib = _swapOutKib,
            };
        }

        if (_sample is { } sample)
            _history.ObserveSample(sample, CurrentKib, MaximumKib, autoDeflate: false);
    }
}
