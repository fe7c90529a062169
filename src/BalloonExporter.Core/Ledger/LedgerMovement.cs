using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Ledger;

/// <summary>One movement of a balloon.</summary>
/// <param name="At">When it was told to.</param>
/// <param name="DeltaKib">How far, negative when memory was taken.</param>
/// <param name="GrantedKib">How much more the host may have to find for it.</param>
public readonly record struct LedgerMovement(Moment At, long DeltaKib, long GrantedKib);
