using BalloonExporter.Core.Planning;

namespace BalloonExporter.Backtest.Simulation;

/// <summary>A host over one round.</summary>
/// <param name="ReclaimedKib">Memory withheld, at most what hindsight would have withheld.</param>
/// <param name="HindsightKib">What perfect hindsight would have withheld.</param>
/// <param name="Moves">Targets set.</param>
/// <param name="UnderDemandSeconds">Time in which servers needed more than they had, added up.</param>
/// <param name="Level">The host's level.</param>
public readonly record struct CourseStep(double ReclaimedKib, double HindsightKib, int Moves, double UnderDemandSeconds, HostLevel Level);
