namespace BalloonExporter.Backtest.History;

/// <summary>A host with its servers.</summary>
/// <param name="Name">Its name.</param>
/// <param name="TotalKib">Its memory.</param>
/// <param name="Servers">The servers on it.</param>
public sealed record HostTrace(string Name, long TotalKib, IReadOnlyList<ServerTrace> Servers)
{
    /// <summary>What is sold of it.</summary>
    public long SoldKib => Servers.Sum(server => server.MaximumKib);
}
