using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using static BalloonExporter.Simulator.World.Sizes;

namespace BalloonExporter.Simulator.World;

/// <summary>
/// A guest in steps of a tenth of a second or more: programs that want memory, a cache that takes what is free, an optional swap device, and a
/// balloon. Its statistics are those of the last sample that QEMU made.
/// </summary>
public sealed class SimulatedGuest
{
    private const double KernelShare = 0.03;
    private const int BootSeconds = 40;
    private const long BootReadsKibPerSecond = 30 * MiB;
    private const int FirstSampleAfterBoot = 50;

    private readonly GuestSetup _setup;
    private readonly GuestBalloon _balloon;
    private readonly GuestPrograms _programs;
    private readonly FileCache _cache;
    private readonly StatisticsDriver _statistics;
    private readonly GuestView _view;
    private GuestStatistics? _sample;
    private long _touchedKib;
    // What the balloon gave back and no program has touched since.
    private long _untouchedKib;
    private int _tenth;
    private int _bootedAt = -36000;
    private int? _startsAt;

    public SimulatedGuest(GuestSetup setup)
    {
        _setup = setup;
        _balloon = new GuestBalloon(setup.MaximumKib, setup.Manner);
        _programs = new GuestPrograms(setup, Toll);
        _cache = new FileCache(setup.Load);
        _statistics = new StatisticsDriver(setup.SamplePhase);
        _view = new GuestView(setup);
        _startsAt = setup.StartsAt * 10;
        HasStarted = _startsAt is null;
        if (HasStarted)
            _touchedKib = KernelKib + _programs.Kib + _cache.Kib;
        else
            _programs.Clear();
    }

    public Guid Uuid => _view.Uuid;

    public string Name => _view.Name;

    public GuestManner Manner => _setup.Manner;

    public int Shares => _setup.Shares;

    /// <summary>Whether its customer opted out; then its balloon is not moved.</summary>
    public bool OptedOut => _setup.OptedOut;

    public long MaximumKib => _setup.MaximumKib;

    public long CurrentKib => _balloon.CurrentKib;

    public long TargetKib => _balloon.TargetKib;

    /// <summary>What its process occupies on the host.</summary>
    public long ResidentKib => IsDown ? 0 : Math.Min(_touchedKib, CurrentKib);

    /// <summary>MemFree of its last sample. Reading it counts as a look.</summary>
    public long FreeKib => Read()?.UnusedKib ?? 0;

    /// <summary>MemAvailable of its last sample. Reading it counts as a look.</summary>
    public long UsableKib => Read()?.UsableKib ?? 0;

    /// <summary>Whether it does not run: killed by the host, or not started yet.</summary>
    public bool IsDown => _startsAt is not null;

    /// <summary>Whether it has been started.</summary>
    public bool HasStarted { get; private set; }

    /// <summary>Whether it is asked for its statistics every second instead of every other. A change starts the period anew.</summary>
    public bool AskedEverySecond
    {
        get => _statistics.Period == 10;
        set => _statistics.SetPeriod(value ? 10 : 20, _tenth);
    }

    public bool Reports => Manner != GuestManner.Silent && !IsDown && _sample is not null;

    public GuestToll Toll { get; } = new();

    /// <summary>The part of its programs that is in its swap.</summary>
    public long SwappedKib => _programs.SwappedKib;

    public long SwapOutKib => _programs.SwapOutKib;

    /// <summary>What was read from disk again after the cache had dropped it.</summary>
    public long RereadKib => _cache.RereadKib;

    /// <summary>All that its disks read, as the host counts it.</summary>
    public long BlockReadKib => _cache.ReadKib;

    /// <summary>What kernel and programs want, KiB.</summary>
    public long NeededKib => IsDown ? 0 : KernelKib + _programs.WantedKib(_tenth, _tenth - _bootedAt);

    /// <summary>What kernel and programs need to live, KiB: the rest has room in its swap.</summary>
    public long SurvivalKib => Math.Max(0, NeededKib - _setup.SwapKib);

    /// <summary>Times its statistics were read.</summary>
    public int Looks => _view.Looks;

    /// <summary>Samples that were made on demand.</summary>
    public int SamplesAsked { get; private set; }

    /// <summary>What its kernel occupies, KiB.</summary>
    public long KernelKib => (long)(MaximumKib * KernelShare);

    private long CacheRoomKib => CurrentKib - KernelKib - _programs.Kib;

    /// <summary>The least that programs leave free of its memory from now on for some tenths of a second, looked at each half second. KiB.</summary>
    public long SpareKib(int tenths)
    {
        var mostKib = 0L;
        for (var later = 0; later <= tenths; later += 5)
            mostKib = Math.Max(mostKib, _programs.WantedKib(_tenth + later, _tenth + later - _bootedAt));
        return CurrentKib - KernelKib - mostKib;
    }

    public void SetTarget(long targetKib) => _balloon.SetTarget(targetKib);

    /// <summary>The newest sample that QEMU has, of any age. Counts as a look.</summary>
    public GuestStatistics? Read()
    {
        _view.Count(_tenth);
        return _sample;
    }

    /// <summary>The guest as the exporter sees it. Counts as a look.</summary>
    public DomainMemory Look(Moment now, Limits limits)
    {
        _view.Count(_tenth);
        return _view.Of(this, _sample, (TimeSpan.FromSeconds(_statistics.Period / 10.0), SimulatedHost.MomentAt(_bootedAt)), limits, now);
    }

    /// <summary>Has QEMU ask for a sample at once (statistics period to 0 and back): it is there with the next tenth of a second, if the guest answers.</summary>
    public void AskForSample()
    {
        SamplesAsked++;
        _statistics.AskNow(_tenth);
    }

    /// <summary>The host's OOM killer ends it; it is started again after a minute.</summary>
    public void KilledByHost()
    {
        Toll.KillByHost();
        _startsAt = _tenth + 600;
    }

    /// <summary>Lets time pass.</summary>
    /// <param name="tenth">Now, in tenths of a second.</param>
    /// <param name="tenths">Since the last time.</param>
    public void Pass(int tenth, int tenths)
    {
        _tenth = tenth;
        if (IsDown)
        {
            if (HasStarted)
            {
                Toll.Miss(0, _setup.Load.WantedKib(tenth), tenths / 10.0);
                Toll.Pass(0, inflating: false, tenths / 10.0);
            }

            if (tenth >= _startsAt)
                Start();
            return;
        }

        if (Manner == GuestManner.Reboots && tenth % 12000 == 6000)
            Boot();
        var inflated = MoveBalloon(tenths);
        var wantedKib = _programs.WantedKib(tenth, tenth - _bootedAt);
        var work = _programs.Run(tenth, tenths, wantedKib, Math.Max(0, CurrentKib - KernelKib));
        _cache.Read(tenths, CacheRoomKib, tenth - _bootedAt < BootSeconds * 10 ? BootReadsKibPerSecond : 0);
        Touch();
        Toll.Pass(work, inflated, tenths / 10.0);
        if (tenth % 10 == 0)
            _view.ObserveBalloon(SimulatedHost.MomentAt(tenth), CurrentKib);
        Report();
    }

    private void Start()
    {
        _startsAt = null;
        HasStarted = true;
        _balloon.Reset();
        _touchedKib = 0;
        Boot();
    }

    // A reboot keeps the QEMU process, and with it the memory that it has touched.
    private void Boot()
    {
        _bootedAt = _tenth;
        _programs.Clear();
        _cache.Clear();
        _touchedKib = Math.Max(ResidentKib, KernelKib);
        _untouchedKib = 0;
        _sample = null;
        _view.Forget();
    }

    private bool MoveBalloon(int tenths)
    {
        _untouchedKib += _balloon.Deflate(tenths);
        // A balloon takes free memory and the cache at once, and the programs' pages only as fast as they are swapped.
        var takeableKib = _programs.AreLivelocked ? 0 : Math.Max(0, CacheRoomKib) + _programs.PressableKib(tenths);
        var inflated = _balloon.Inflate(tenths, takeableKib, _tenth / 10, (_tenth - _bootedAt) / 10);
        _cache.Shrink(CacheRoomKib);
        _touchedKib = Math.Min(_touchedKib, CurrentKib);
        return inflated;
    }

    private void Touch()
    {
        var touchedKib = Math.Min(CurrentKib, Math.Max(_touchedKib, KernelKib + _programs.Kib + _cache.Kib));
        var faultedKib = Math.Min(touchedKib - _touchedKib, _untouchedKib);
        _touchedKib = touchedKib;
        _untouchedKib = Math.Min(_untouchedKib - faultedKib, CurrentKib - _touchedKib);
        Toll.Fault(faultedKib);
    }

    private void Report()
    {
        if (!_statistics.TakeDue(_tenth) || Manner == GuestManner.Silent || _programs.AreLivelocked || _tenth - _bootedAt < FirstSampleAfterBoot)
            return;
        var totalKib = CurrentKib - KernelKib;
        var usableKib = Math.Max(1, CurrentKib - KernelKib - _programs.Kib - (MaximumKib / 200));
        // QEMU stamps samples with whole seconds.
        var stamp = SimulatedHost.MomentAt(_tenth / 10 * 10);
        _sample = new GuestStatistics
        {
            SampledAt = stamp,
            LastUpdate = new DateTimeOffset(stamp.Ticks, TimeSpan.Zero),
            TotalKib = totalKib,
            UsableKib = Manner == GuestManner.Lies ? totalKib * 95 / 100 : usableKib,
            UnusedKib = Math.Max(0, CacheRoomKib - _cache.Kib),
            DiskCachesKib = _cache.Kib,
            SwapInKib = _programs.SwapInKib,
            SwapOutKib = _programs.SwapOutKib,
        };
    }
}
