using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Ledger;

/// <summary>
/// A time in which something is not done to a domain. It grows each time it is called for again soon, and shrinks with the time
/// in which it is not: no mark sticks for ever.
/// </summary>
/// <param name="Until">Its end.</param>
/// <param name="Step">How often it has grown, less how often it has shrunk.</param>
public sealed record Backoff(Moment Until, int Step)
{
    /// <summary>More than it takes to reach any longest time; beyond it powers overflow.</summary>
    public const int LastStep = 20;

    /// <summary>The cooldown that follows a rescue.</summary>
    /// <remarks>A rescue within a cooldown is the same trouble going on: nothing was taken meanwhile that could have caused another.</remarks>
    public static Backoff AfterRescue(Backoff? before, Moment at, Limits limits)
    {
        var step = before is null ? 0 : at < before.Until ? before.Step : before.StepAt(at, limits.CooldownDecay);
        return new Backoff(at + Grown(limits.CooldownMinimum, limits.CooldownGrowth, step, limits.CooldownMaximum), step);
    }

    /// <summary>The exclusion that follows when a guest was found uncooperative.</summary>
    public static Backoff AfterUncooperative(Backoff? before, Moment at, Limits limits)
    {
        var step = before?.StepAt(at, limits.ExclusionDecay) ?? 0;
        return new Backoff(at + Grown(limits.ExclusionMinimum, 2, step, limits.ExclusionMaximum), step);
    }

    private int StepAt(Moment at, TimeSpan decay)
    {
        var decayed = decay > TimeSpan.Zero && at > Until ? (int)Math.Min(LastStep + 1, (at - Until) / decay) : 0;
        return Math.Clamp(Step + 1 - decayed, 0, LastStep);
    }

    private static TimeSpan Grown(TimeSpan shortest, double growth, int step, TimeSpan longest)
    {
        var grown = shortest * Math.Pow(growth, step);
        return grown < longest ? grown : longest;
    }
}
