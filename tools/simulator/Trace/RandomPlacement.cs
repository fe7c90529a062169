using BalloonExporter.Backtest.History;

namespace BalloonExporter.Simulator.Trace;

/// <summary>Places servers on hosts in random order.</summary>
public static class RandomPlacement
{
    /// <summary>The hosts with their servers. A last host of which less than half was sold is left out, and so is a server larger than a host.</summary>
    /// <param name="servers">All servers.</param>
    /// <param name="hostKib">A host's memory.</param>
    /// <param name="sold">How many times a host's memory is sold.</param>
    /// <param name="seed">Draws the order.</param>
    public static IReadOnlyList<IReadOnlyList<ServerTrace>> On(IEnumerable<ServerTrace> servers, long hostKib, double sold, int seed)
    {
        var hosts = Placement.FirstFit(Placement.Shuffled(servers.Where(server => Placement.Fits(server, hostKib)), seed), hostKib, sold);
        return [.. hosts.Where(host => hosts.Count == 1 || host.SoldKib >= Placement.RoomKib(hostKib, sold) / 2).Select(host => host.Servers)];
    }
}
