using BalloonExporter.Backtest.History;
using static BalloonExporter.Simulator.World.Sizes;

namespace BalloonExporter.Simulator.World;

/// <summary>A load given second by second, with linear interpolation: a base, bursts on top, and files that fill the cache.</summary>
public sealed class GuestLoad : IGuestLoad
{
    private const int TenthsPerSecond = 10;

    private readonly long[] _wantedKib;

    private GuestLoad(long[] wantedKib, long cacheKibPerSecond)
    {
        _wantedKib = wantedKib;
        CacheKibPerSecond = cacheKibPerSecond;
    }

    /// <inheritdoc/>
    public long CacheKibPerSecond { get; }

    /// <inheritdoc/>
    public long InitialCacheKib { get; private init; }

    /// <inheritdoc/>
    public long HotCacheKib { get; private init; }

    /// <inheritdoc/>
    public long WantedKib(int tenth)
    {
        var second = tenth / TenthsPerSecond;
        if (second >= _wantedKib.Length - 1)
            return _wantedKib[^1];
        var (before, after) = (_wantedKib[second], _wantedKib[second + 1]);
        return before + ((after - before) * (tenth % TenthsPerSecond) / TenthsPerSecond);
    }

    /// <summary>A base of 15 to 35 % of the maximum, bursts, and a cache that fills; files of 10 to 30 % of the maximum are read again.</summary>
    public static GuestLoad Mixed(Random random, long maximumKib, int seconds, Bursts? bursts = null)
    {
        bursts ??= Bursts.Usual;
        var wanted = new long[seconds];
        var baseKib = (long)(maximumKib * (0.15 + (random.NextDouble() * 0.20)));
        Array.Fill(wanted, baseKib);
        for (var at = bursts.Pause(random); at < seconds; at += bursts.Pause(random))
        {
            var lasts = bursts.Length(random);
            AddBurst(wanted, (at, lasts), bursts.HeightKib(random, maximumKib), bursts.Rise(random));
            at += lasts;
        }

        var fill = random.NextDouble();
        return new GuestLoad(Capped(wanted, maximumKib), (4 * MiB) + (long)(fill * 16 * MiB)) { HotCacheKib = (long)(maximumKib * (0.10 + (0.20 * fill))) };
    }

    /// <summary>As <see cref="Mixed"/>; files of 30 to 50 % of the maximum are read again: not all of them fit.</summary>
    public static GuestLoad CachePrice(Random random, long maximumKib, int seconds)
    {
        var load = Mixed(random, maximumKib, seconds);
        return new GuestLoad(load._wantedKib, load.CacheKibPerSecond) { HotCacheKib = load.HotCacheKib + (maximumKib / 5) };
    }

    /// <summary>A constant base of about a tenth of the maximum, and as much of files: most of the memory is not used.</summary>
    public static GuestLoad Light(Random random, long maximumKib, int seconds)
    {
        var wanted = new long[seconds];
        Array.Fill(wanted, (long)(maximumKib * (0.08 + (random.NextDouble() * 0.04))));
        return new GuestLoad(wanted, MiB / 4) { InitialCacheKib = (long)(maximumKib * 0.121) };
    }

    /// <summary>A constant base of 1 to 3 % of the maximum, and hardly any files.</summary>
    public static GuestLoad Idle(Random random, long maximumKib, int seconds)
    {
        var wanted = new long[seconds];
        Array.Fill(wanted, (long)(maximumKib * (0.01 + (random.NextDouble() * 0.02))));
        return new GuestLoad(wanted, MiB / 32) { InitialCacheKib = maximumKib / 50 };
    }

    /// <summary>A constant base of 15 to 50 % of the maximum.</summary>
    public static GuestLoad Steady(Random random, long maximumKib, int seconds)
    {
        var wanted = new long[seconds];
        Array.Fill(wanted, (long)(maximumKib * (0.15 + (random.NextDouble() * 0.35))));
        return new GuestLoad(wanted, MiB);
    }

    /// <summary>As <see cref="Mixed"/>, and once all guests want 60 to 80 % of their maximum for ten minutes.</summary>
    public static GuestLoad AllPeak(Random random, long maximumKib, int seconds)
    {
        var bursts = Bursts.Usual with { PerHour = 4 };
        var load = Mixed(random, maximumKib, seconds, bursts);
        var wanted = load._wantedKib;
        var peakKib = (long)(maximumKib * (0.60 + (random.NextDouble() * 0.20)));
        var (from, rise) = (Peak.Begins + random.Next(20), bursts.Rise(random));
        for (var second = from; second < Math.Min(from + Peak.Lasts, seconds); second++)
            wanted[second] = Math.Max(wanted[second], Math.Min(peakKib, wanted[from - 1] + ((second - from) * rise)));
        return new GuestLoad(Capped(wanted, maximumKib), load.CacheKibPerSecond) { HotCacheKib = load.HotCacheKib };
    }

    private static void AddBurst(long[] wanted, (int At, int Lasts) time, long heightKib, long risePerSecondKib)
    {
        for (var second = time.At; second < Math.Min(time.At + time.Lasts, wanted.Length); second++)
            wanted[second] += Math.Min(heightKib, (second - time.At + 1) * risePerSecondKib);
    }

    // A customer who needs more than the server has would have bought a larger one.
    private static long[] Capped(long[] wanted, long maximumKib) => [.. wanted.Select(kib => Math.Min(kib, (long)(maximumKib * 0.88)))];
}
