using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Needs;

/// <summary>A guest without room in swap, or without swap: a take into it led nowhere.</summary>
/// <param name="Until">When that is over: swap may be added.</param>
/// <param name="SwapOutKib">What the guest had swapped out by then. When it swaps again, there is room again.</param>
/// <param name="SwappedKib">What of it was not back in.</param>
public sealed record SwapFull(Moment Until, long SwapOutKib, long SwappedKib);
