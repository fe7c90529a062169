using BalloonExporter.Core.Model;

namespace BalloonExporter.Backtest.History;

/// <summary>Shape of the bursts on top of a guest's base load.</summary>
public sealed record Bursts
{
    private const long MiB = Kib.PerMiB;

    /// <summary>Ten an hour, half of them shorter than 45 seconds, rising by 40 to 200 MiB a second.</summary>
    public static Bursts Usual { get; } = new();

    /// <summary>
    /// What samples minutes apart do not show: two an hour, half of them shorter than a minute, rising by 50 to 400 MiB a second to 5 to 20 % of what was
    /// sold.
    /// </summary>
    public static Bursts BetweenSamples { get; } = new()
    {
        PerHour = 2,
        MedianSeconds = 60,
        LongestSeconds = 1800,
        LeastRiseKibPerSecond = 50 * MiB,
        MostRiseKibPerSecond = 400 * MiB,
        LeastHeight = 0.05,
        HeightSpan = 0.15,
    };

    /// <summary>Mean number per hour; the pauses are exponential.</summary>
    public double PerHour { get; init; } = 10;

    /// <summary>Half of them are shorter.</summary>
    public int MedianSeconds { get; init; } = 45;

    public int LongestSeconds { get; init; } = 900;

    public long LeastRiseKibPerSecond { get; init; } = 40 * MiB;

    public long MostRiseKibPerSecond { get; init; } = 200 * MiB;

    /// <summary>Least height as a share of the guest's maximum.</summary>
    public double LeastHeight { get; init; } = 0.20;

    /// <summary>How much more the greatest is.</summary>
    public double HeightSpan { get; init; } = 0.35;

    /// <summary>The usual bursts, all rising at this rate.</summary>
    public static Bursts Rising(long kibPerSecond) => Usual with { LeastRiseKibPerSecond = kibPerSecond, MostRiseKibPerSecond = kibPerSecond };

    /// <summary>Draws those of a server over some time, in order.</summary>
    public IReadOnlyList<Burst> Draw(Random random, long maximumKib, int seconds)
    {
        var bursts = new List<Burst>();
        for (var at = Pause(random); at < seconds; at += Pause(random))
        {
            var heightKib = HeightKib(random, maximumKib);
            bursts.Add(new Burst(at, at + Length(random), heightKib, Rise(random)));
        }

        return bursts;
    }

    /// <summary>Draws a rise.</summary>
    public long Rise(Random random) => random.NextInt64(LeastRiseKibPerSecond, MostRiseKibPerSecond);

    /// <summary>Draws a pause before the next burst, in seconds.</summary>
    public int Pause(Random random) => 1 + (int)(-Math.Log(1 - random.NextDouble()) * 3600 / PerHour);

    /// <summary>Draws a length in seconds.</summary>
    public int Length(Random random) => Math.Clamp((int)Math.Exp(Math.Log(MedianSeconds) + Gaussian(random)), 5, LongestSeconds);

    /// <summary>Draws a height, KiB.</summary>
    public long HeightKib(Random random, long maximumKib) => (long)(maximumKib * (LeastHeight + (random.NextDouble() * HeightSpan)));

    private static double Gaussian(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
