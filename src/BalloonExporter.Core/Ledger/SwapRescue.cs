using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Ledger;

/// <summary>The rescue of a guest that swapped out.</summary>
/// <param name="At">When.</param>
/// <param name="KibPerSecond">Swap-out rate before the rescue.</param>
/// <param name="UsableKib">Usable memory before the rescue; null when unknown.</param>
/// <param name="GivenKib">Memory given by the rescue.</param>
public sealed record SwapRescue(Moment At, double KibPerSecond, long? UsableKib, long GivenKib);
