using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Needs;

/// <summary>A take into a guest's swap.</summary>
/// <param name="At">When its target was set.</param>
/// <param name="ToKib">The target.</param>
/// <param name="SwapOutKib">What the guest had swapped out by then.</param>
public sealed record SwapProbe(Moment At, long ToKib, long SwapOutKib);
