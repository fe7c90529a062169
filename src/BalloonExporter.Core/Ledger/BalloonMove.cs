using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Ledger;

/// <summary>A balloon on its way. Sizes are KiB.</summary>
/// <param name="FromKib">Where it stood.</param>
/// <param name="ToKib">Where it shall go.</param>
/// <param name="StartedAt">When it was told.</param>
public sealed record BalloonMove(long FromKib, long ToKib, Moment StartedAt)
{
    /// <summary>The nearest to its target that it was seen.</summary>
    public long BestKib { get; init; } = FromKib;

    /// <summary>When it last made progress.</summary>
    public Moment ProgressAt { get; init; } = StartedAt;

    /// <summary>Whether memory is being taken.</summary>
    public bool IsShrink => ToKib < FromKib;

    /// <summary>The same journey as if it had begun that much later.</summary>
    public BalloonMove Later(TimeSpan time) => this with { StartedAt = StartedAt + time, ProgressAt = ProgressAt + time };
}
