using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Ledger;

/// <summary>
/// A period in which an action on a domain is suppressed. It grows when it is needed again soon, and shrinks with time without need, so
/// that no mark is permanent.
/// </summary>
/// <param name="Until">End of the period.</param>
/// <param name="Step">Number of growth steps minus number of shrink steps.</param>
public sealed record Backoff(Moment Until, int Step)
{
    /// <summary>Limit of the step, above that of every maximum; higher powers would overflow.</summary>
    public const int LastStep = 20;

    /// <summary>The cooldown that follows a rescue.</summary>
    /// <remarks>A rescue within a cooldown does not extend it: nothing was taken meanwhile that could have caused another problem.</remarks>
    public static Backoff AfterRescue(Backoff? before, Moment at, Limits limits)
    {
        var step = before is null ? 0 : at < before.Until ? before.Step : before.StepAt(at, limits.CooldownDecay);
        return new Backoff(at + Grown(limits.CooldownMinimum, limits.CooldownGrowth, step, limits.CooldownMaximum), step);
    }

    /// <summary>The exclusion after a guest was found uncooperative.</summary>
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
