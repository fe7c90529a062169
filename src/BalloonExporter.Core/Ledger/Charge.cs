using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Ledger;

/// <summary>Memory observed to be taken between two looks.</summary>
/// <param name="At">Time of the later look: earlier takes count a little longer, never shorter.</param>
/// <param name="ResidentKib">Resident memory that was freed, at most what the balloon can have taken.</param>
/// <param name="WayKib">How far the balloon shrank.</param>
public readonly record struct Charge(Moment At, long ResidentKib, long WayKib);
