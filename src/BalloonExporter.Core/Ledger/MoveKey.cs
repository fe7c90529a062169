using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Ledger;

/// <summary>Why a balloon was told to move.</summary>
/// <param name="Takes">Whether memory was taken.</param>
/// <param name="Origin">Who asked.</param>
/// <param name="Reason">As asked, or what clipped it.</param>
public readonly record struct MoveKey(bool Takes, RequestOrigin Origin, DecisionReason Reason);
