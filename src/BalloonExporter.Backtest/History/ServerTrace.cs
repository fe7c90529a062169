namespace BalloonExporter.Backtest.History;

/// <summary>A server of a history.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="MaximumKib">Memory sold.</param>
/// <param name="UsedKib">Memory that it used, one figure for each moment; <see cref="Absent"/> where it did not run.</param>
public sealed record ServerTrace(string Name, long MaximumKib, IReadOnlyList<long> UsedKib)
{
    /// <summary>Stands for a moment at which the server did not run.</summary>
    public const long Absent = -1;
}
