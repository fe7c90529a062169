using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Ledger;

/// <summary>Key for counting moves.</summary>
/// <param name="Takes">Whether memory was taken.</param>
/// <param name="Origin">Source of the request.</param>
/// <param name="Reason">As requested, or the guard-rail that clipped the target.</param>
public readonly record struct MoveKey(bool Takes, RequestOrigin Origin, DecisionReason Reason);
