using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Ledger;

/// <summary>A rescue of a guest that swapped out.</summary>
/// <param name="At">When.</param>
/// <param name="KibPerSecond">How fast it did before.</param>
/// <param name="UsableKib">What it had usable before; null when that is not known.</param>
/// <param name="GivenKib">How much more it may have since.</param>
public sealed record SwapRescue(Moment At, double KibPerSecond, long? UsableKib, long GivenKib);
