using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Ledger;

/// <summary>What was seen to be taken between two looks.</summary>
/// <param name="At">The later of the two: what happened before it counts a little longer, never shorter.</param>
/// <param name="ResidentKib">How much resident memory went, as far as the balloon can have taken it.</param>
/// <param name="WayKib">How far the balloon went down.</param>
public readonly record struct Charge(Moment At, long ResidentKib, long WayKib);
