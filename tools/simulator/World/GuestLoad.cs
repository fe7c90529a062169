using static BalloonExporter.Simulator.World.Sizes;

namespace BalloonExporter.Simulator.World;

/// <summary>What a guest's programs want, second by second: a base, bursts on top, and files read that fill its cache. All decided before it runs.</summary>
public sealed class GuestLoad
{
    private readonly long[] _wantedKib;

    private GuestLoad(long[] wantedKib, long cacheKibPerSecond)
    {
        _wantedKib = wantedKib;
        CacheKibPerSecond = cacheKibPerSecond;
    }

    /// <summary>How much of files is read each second.</summary>
    public long CacheKibPerSecond { get; }

    /// <summary>How much of files was read before.</summary>
    public long InitialCacheKib { get; private init; }

    /// <summary>What the programs want in a second.</summary>
    public long WantedKib(int second) => _wantedKib[Math.Min(second, _wantedKib.Length - 1)];

    /// <summary>A base of 15 to 35 % of the maximum, and bursts of 20 to 55 %, half of them shorter than 45 seconds.</summary>
    public static GuestLoad Mixed(Random random, long maximumKib, int seconds, bool fillsCache, double burstsPerHour = 10)
    {
        var wanted = new long[seconds];
        var baseKib = (long)(maximumKib * (0.15 + (random.NextDouble() * 0.20)));
        Array.Fill(wanted, baseKib);
        for (var at = Pause(random, burstsPerHour); at < seconds; at += Pause(random, burstsPerHour))
        {
            var lasts = Math.Clamp((int)Math.Exp(Math.Log(45) + Gaussian(random)), 5, 900);
            AddBurst(wanted, at, lasts, (long)(maximumKib * (0.20 + (random.NextDouble() * 0.35))), RisePerSecond(random));
            at += lasts;
        }

        return new GuestLoad(Capped(wanted, maximumKib), fillsCache ? random.NextInt64(4 * MiB, 20 * MiB) : MiB / 2);
    }

    /// <summary>A base of a tenth of the maximum that never changes, and a little more of files that were read: most of the server is not used.</summary>
    public static GuestLoad Light(Random random, long maximumKib, int seconds)
    {
        var wanted = new long[seconds];
        Array.Fill(wanted, (long)(maximumKib * (0.08 + (random.NextDouble() * 0.04))));
        return new GuestLoad(wanted, MiB / 4) { InitialCacheKib = (long)(maximumKib * 0.121) };
    }

    /// <summary>A base that never changes.</summary>
    public static GuestLoad Steady(Random random, long maximumKib, int seconds)
    {
        var wanted = new long[seconds];
        Array.Fill(wanted, (long)(maximumKib * (0.15 + (random.NextDouble() * 0.35))));
        return new GuestLoad(wanted, MiB);
    }

    /// <summary>As <see cref="Mixed"/>, and once everybody wants 60 to 80 % of his maximum for ten minutes.</summary>
    public static GuestLoad AllPeak(Random random, long maximumKib, int seconds)
    {
        var load = Mixed(random, maximumKib, seconds, fillsCache: true, burstsPerHour: 4);
        var wanted = load._wantedKib;
        var peakKib = (long)(maximumKib * (0.60 + (random.NextDouble() * 0.20)));
        var (from, rise) = (1500 + random.Next(20), RisePerSecond(random));
        for (var second = from; second < Math.Min(from + 600, seconds); second++)
            wanted[second] = Math.Max(wanted[second], Math.Min(peakKib, wanted[from - 1] + ((second - from) * rise)));
        return new GuestLoad(Capped(wanted, maximumKib), load.CacheKibPerSecond);
    }

    private static int Pause(Random random, double perHour) => 1 + (int)(-Math.Log(1 - random.NextDouble()) * 3600 / perHour);

    private static long RisePerSecond(Random random) => random.NextInt64(40 * MiB, 200 * MiB);

    private static void AddBurst(long[] wanted, int from, int lasts, long heightKib, long risePerSecondKib)
    {
        for (var second = from; second < Math.Min(from + lasts, wanted.Length); second++)
            wanted[second] += Math.Min(heightKib, (second - from + 1) * risePerSecondKib);
    }

    // Nobody sells a server to somebody who needs more than it has.
    private static long[] Capped(long[] wanted, long maximumKib) => [.. wanted.Select(kib => Math.Min(kib, (long)(maximumKib * 0.88)))];

    private static double Gaussian(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
