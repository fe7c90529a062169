namespace BalloonExporter.Core.Ledger;

/// <summary>Progress of a balloon toward its target.</summary>
/// <param name="AtKib">The size nearest to the target that was observed.</param>
/// <param name="ToKib">The target.</param>
public sealed record TargetProgress(long AtKib, long ToKib)
{
    /// <summary>The progress after a look. Moves backwards and beyond the target do not count.</summary>
    public TargetProgress Reached(long currentKib) => ToKib < AtKib
        ? this with { AtKib = Math.Clamp(currentKib, ToKib, AtKib) }
        : this with { AtKib = Math.Clamp(currentKib, AtKib, ToKib) };
}
