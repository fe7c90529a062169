using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Ledger;

/// <summary>One move of a balloon.</summary>
/// <param name="At">When its target was set.</param>
/// <param name="DeltaKib">Change of the target; negative when memory is taken.</param>
/// <param name="GrantedKib">Additional memory that the host may have to provide.</param>
public readonly record struct LedgerMovement(Moment At, long DeltaKib, long GrantedKib);
