using static BalloonExporter.Simulator.World.Sizes;

namespace BalloonExporter.Simulator.World;

/// <summary>Shape of the bursts on top of a guest's base load.</summary>
public sealed record Bursts
{
    /// <summary>Ten an hour, half of them shorter than 45 seconds, rising by 40 to 200 MiB a second.</summary>
    public static Bursts Usual { get; } = new();

    /// <summary>Mean number per hour; the pauses are exponential.</summary>
    public double PerHour { get; init; } = 10;

    /// <summary>Half of them are shorter.</summary>
    public int MedianSeconds { get; init; } = 45;

    public int LongestSeconds { get; init; } = 900;

    public long LeastRiseKibPerSecond { get; init; } = 40 * MiB;

    public long MostRiseKibPerSecond { get; init; } = 200 * MiB;

    /// <summary>Least height as a share of the guest's maximum; the greatest is 0.35 more.</summary>
    public double LeastHeight { get; init; } = 0.20;

    /// <summary>The usual bursts, all rising at this rate.</summary>
    public static Bursts Rising(long kibPerSecond) => Usual with { LeastRiseKibPerSecond = kibPerSecond, MostRiseKibPerSecond = kibPerSecond };

    /// <summary>Draws a rise.</summary>
    public long Rise(Random random) => random.NextInt64(LeastRiseKibPerSecond, MostRiseKibPerSecond);

    /// <summary>Draws a pause before the next burst, in seconds.</summary>
    public int Pause(Random random) => 1 + (int)(-Math.Log(1 - random.NextDouble()) * 3600 / PerHour);

    /// <summary>Draws a length in seconds.</summary>
    public int Length(Random random) => Math.Clamp((int)Math.Exp(Math.Log(MedianSeconds) + Gaussian(random)), 5, LongestSeconds);

    /// <summary>Draws a height, KiB.</summary>
    public long HeightKib(Random random, long maximumKib) => (long)(maximumKib * (LeastHeight + (random.NextDouble() * 0.35)));

    private static double Gaussian(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
