namespace BalloonExporter.Core.Ledger;

/// <summary>A balloon's way to its target.</summary>
/// <param name="AtKib">The nearest to it that the balloon was seen.</param>
/// <param name="ToKib">The target.</param>
public sealed record TargetProgress(long AtKib, long ToKib)
{
    /// <summary>The same after the balloon was seen somewhere: neither the way back nor what goes beyond the target is a part of it.</summary>
    public TargetProgress Reached(long currentKib) => ToKib < AtKib
        ? this with { AtKib = Math.Clamp(currentKib, ToKib, AtKib) }
        : this with { AtKib = Math.Clamp(currentKib, AtKib, ToKib) };
}
