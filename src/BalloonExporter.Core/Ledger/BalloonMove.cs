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

    /// <summary>Whether memory is being taken.</summary>
    public bool IsShrink => ToKib < FromKib;

    /// <summary>The same move, shifted to a later time.</summary>
    public BalloonMove Later(TimeSpan time) => this with { StartedAt = StartedAt + time, ProgressAt = ProgressAt + time };
}
