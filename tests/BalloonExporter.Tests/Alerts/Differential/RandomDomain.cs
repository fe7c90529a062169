using BalloonExporter.Core.Model;
using BalloonExporter.Core.Planning;

namespace BalloonExporter.Tests.Alerts.Differential;

/// <summary>A domain whose life is random, but the same for the same seed. All sizes are bytes and whole pages.</summary>
internal sealed class RandomDomain
{
    private const double MiB = 1 << 20;

    private static readonly double?[] AllShares = [null, 1, 100, 500, 1000, 1000, 1000, 2000, 4000];

    private readonly Random _random;
    private readonly double _maximum;
    private readonly double? _ceiling;
    private readonly double _floor;
    private readonly double? _shares;
    private readonly double _overhead;
    private readonly bool _reports;
    private readonly bool _lowered;
    private readonly bool _fresh;
    private readonly bool _running;
    private readonly string _odd;
    private readonly double _appetite;
    private readonly double _swapRate;
    private readonly int _from;
    private readonly int _until;
    private readonly TimeSpan _skew;
    private readonly bool _steady;
    private readonly bool _tight;
    private double _current;
    private double? _target;
    private Moment? _setAt;
    private double _residentRatio;
    private double _workingSet;
    private double _swapOut;
    private double _swapIn;
    private Moment? _shrinkBlockedUntil;
    private Moment? _recoveryBlockedUntil;
    private bool _managed = true;

    /// <param name="number">Of the domain on its host.</param>
    /// <param name="random">Decides all.</param>
    /// <param name="maximum">What it was sold.</param>
    /// <param name="hungry">Whether it needs nearly all that it has.</param>
    /// <param name="steady">Whether it needs the same all the time, or grows evenly, and is never moved.</param>
    /// <param name="skew">How far the exporter's clock is from Prometheus'.</param>
    /// <param name="scrapes">How many scrapes there are.</param>
    public RandomDomain(int number, Random random, double maximum, bool hungry, bool steady, TimeSpan skew, int scrapes)
    {
        _random = random;
        _steady = steady;
        _skew = skew;
        Uuid = new Guid(random.Next(), 0, 0, BitConverter.GetBytes((long)number));
        _maximum = Pages(maximum);
        _floor = Pages(maximum * (random.Next(4) == 0 ? random.NextDouble() : 0.25));
        _ceiling = Chance(0.3) ? Pages(_floor + (random.NextDouble() * (_maximum - _floor))) : Chance(0.9) ? _maximum : null;
        _shares = AllShares[random.Next(AllShares.Length)];
        _overhead = random.NextDouble() * 100 * MiB;
        _reports = steady || Chance(0.85);
        _fresh = steady || Chance(0.96);
        _lowered = number % 5 == 3;
        _running = steady || Chance(0.97);
        _odd = steady || Chance(0.94) ? "" : ((string[])["no working set", "no resident", "floor above", "no maximum"])[random.Next(4)];
        _current = Pages(Chance(0.3) ? _maximum : _floor + (random.NextDouble() * (_maximum - _floor)));
        _target = Chance(0.7) || _current < _maximum ? _current : null;
        _setAt = _target is null ? null : At(-100);
        _residentRatio = 0.5 + (random.NextDouble() * 0.5);
        _workingSet = Pages(_current * (hungry ? 0.75 + (random.NextDouble() * 0.2) : 0.1 + (random.NextDouble() * 0.7)));
        _tight = !steady && Chance(0.2);
        _appetite = Chance(0.5) ? 0 : steady ? Math.Max(0, (_current * 0.9) - _workingSet) / 600 : (random.NextDouble() - 0.4) * 4 * MiB;
        _swapRate = Chance(0.7) ? 0 : random.NextDouble() * (steady ? 0.2 : 3) * MiB;
        _from = !steady && Chance(0.05) ? random.Next(scrapes / 2) : 0;
        _until = !steady && Chance(0.05) ? scrapes - random.Next(scrapes / 2) : scrapes;
    }

    public Guid Uuid { get; }

    /// <summary>Lives on to a scrape.</summary>
    /// <param name="scrape">Its number.</param>
    /// <param name="seconds">When it is made, in seconds from the beginning.</param>
    /// <param name="passed">Seconds since the one before.</param>
    /// <returns>What it shows; null when the domain is not there.</returns>
    public DomainSample? Live(int scrape, double seconds, double passed)
    {
        Move(seconds, passed);
        Use(passed);
        if (scrape < _from || scrape >= _until)
            return null;
        var usable = Pages(Math.Max(0, _tight ? _current * 0.02 : _current - _workingSet));
        return new DomainSample(Uuid)
        {
            Managed = _managed,
            LoweredByOperator = _lowered,
            Fresh = _fresh,
            Running = _running,
            WorkingSetBytes = _odd == "no working set" ? null : _workingSet,
            CurrentBytes = _current,
            MaximumBytes = _odd == "no maximum" ? null : _maximum,
            ResidentBytes = _odd == "no resident" ? null : Pages((_current * _residentRatio) + _overhead),
            FloorBytes = _odd == "floor above" ? _maximum + (100 * MiB) : _floor,
            CeilingBytes = _ceiling,
            Shares = _shares,
            TargetBytes = _target,
            TargetSetAt = _setAt,
            ShrinkBlockedUntil = _shrinkBlockedUntil,
            RecoveryBlockedUntil = _recoveryBlockedUntil,
            UsableBytes = _reports ? usable : null,
            UnusedAndCachesBytes = _reports ? Pages(usable * 1.1) : null,
            SwapOutBytes = _reports ? _swapOut : null,
            SwapInBytes = _reports ? _swapIn : null,
        };
    }

    private void Move(double seconds, double passed)
    {
        if (_steady)
            return;
        if (Happens(90, passed))
            (_target, _setAt) = (Pages(_floor + (_random.NextDouble() * (_maximum - _floor))), At(seconds - (_random.NextDouble() * passed)));
        if (_target is { } target)
            _current = _random.Next(3) == 0 ? target : Pages(_current + ((target - _current) * _random.NextDouble()));
        if (Happens(300, passed))
            _shrinkBlockedUntil = Chance(0.3) ? null : At(seconds + (_random.NextDouble() * 200));
        if (Happens(300, passed))
            _recoveryBlockedUntil = Chance(0.3) ? null : At(seconds + (_random.NextDouble() * 200));
        if (Happens(600, passed))
            _managed = !_managed;
        if (Happens(30, passed))
            _residentRatio = 0.5 + (_random.NextDouble() * 0.5);
    }

    private void Use(double passed)
    {
        if (!_steady && Happens(60, passed))
            _workingSet = _current * _random.NextDouble();
        _workingSet = Pages(Math.Clamp(_workingSet + (_appetite * passed), 64 * MiB, _maximum));
        _swapOut = Pages(_swapOut + (_swapRate * passed));
        // Now and then some of it comes back, so that the least within a time is not the first.
        if (Happens(60, passed))
            _swapIn = Pages(_swapIn + ((_swapOut - _swapIn) * (_steady ? Math.Min(1, 4 * MiB / Math.Max(1, _swapOut - _swapIn)) : _random.NextDouble())));
    }

    private Moment At(double seconds) => RandomHost.At(seconds) + _skew;

    private bool Happens(double each, double passed) => _random.NextDouble() < passed / each;

    private bool Chance(double share) => _random.NextDouble() < share;

    private static double Pages(double bytes) => Math.Round(bytes / 4096) * 4096;
}
