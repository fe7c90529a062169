using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Ledger;

/// <summary>A balloon on its way to a target. Sizes are KiB.</summary>
/// <param name="FromKib">Size at the start.</param>
/// <param name="ToKib">Target.</param>
/// <param name="StartedAt">When the target was set.</param>
public sealed record BalloonMove(long FromKib, long ToKib, Moment StartedAt)
{
    /// <summary>The size nearest to the target that was observed.</summary>
    public long BestKib { get; init; } = FromKib;

    /// <summary>When progress was last observed.</summary>
    public Moment ProgressAt { get; init; } = StartedAt;

    /// <summary>The first target of raises that follow one another which the balloon has not reached, and since when it was to.</summary>
    public (long Kib, Moment Since) Awaited { get; init; } = (ToKib, StartedAt);

    /// <summary>Whether memory is being taken.</summary>
    public bool IsShrink => ToKib < FromKib;

    /// <summary>The same move, shifted to a later time.</summary>
    public BalloonMove Later(TimeSpan time) => this with { StartedAt = StartedAt + time, ProgressAt = ProgressAt + time, Awaited = (Awaited.Kib, Awaited.Since + time) };

    /// <summary>The raise that replaces this one. A higher target does not excuse a balloon that has not reached the one before.</summary>
    /// <param name="fromKib">The balloon's size.</param>
    /// <param name="toKib">The new target.</param>
    /// <param name="at">The current moment.</param>
    public BalloonMove RaisedTo(long fromKib, long toKib, Moment at) => new(fromKib, toKib, at)
    {
        Awaited = fromKib < Awaited.Kib ? (Math.Min(Awaited.Kib, toKib), Awaited.Since) : (toKib, at),
    };

    /// <summary>The raise after a look that found the balloon on its way.</summary>
    /// <param name="currentKib">The balloon's size.</param>
    /// <param name="toleranceKib">How close to a target it has arrived.</param>
    public BalloonMove Rising(long currentKib, long toleranceKib) => this with
    {
        BestKib = Math.Max(BestKib, currentKib),
        Awaited = currentKib >= Awaited.Kib - toleranceKib ? (ToKib, StartedAt) : Awaited,
    };
}
