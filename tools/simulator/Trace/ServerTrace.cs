namespace BalloonExporter.Simulator.Trace;

/// <summary>A server of a trace.</summary>
/// <param name="Name">Its name in the trace.</param>
/// <param name="MaximumKib">Memory sold.</param>
/// <param name="UsedKib">Memory that it actively used, one figure for each row of the trace.</param>
public sealed record ServerTrace(string Name, long MaximumKib, IReadOnlyList<long> UsedKib);
