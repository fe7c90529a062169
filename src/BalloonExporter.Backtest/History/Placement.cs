namespace BalloonExporter.Backtest.History;

/// <summary>Places servers on hosts, each on the first host that has room for what was sold (first fit).</summary>
public static class Placement
{
    /// <summary>Whether a server could be on such a host at all.</summary>
    /// <param name="server">The server.</param>
    /// <param name="hostKib">The host's memory.</param>
    public static bool Fits(ServerTrace server, long hostKib) => server.MaximumKib <= hostKib;

    /// <summary>The hosts with their servers, in the order in which they are given. A server larger than a host is left out.</summary>
    /// <param name="servers">The servers.</param>
    /// <param name="hostKib">A host's memory.</param>
    /// <param name="sold">How many times a host's memory is sold.</param>
    public static IReadOnlyList<HostTrace> FirstFit(IEnumerable<ServerTrace> servers, long hostKib, double sold)
    {
        var roomKib = RoomKib(hostKib, sold);
        var hosts = new List<(List<ServerTrace> Servers, long SoldKib)>();
        foreach (var server in servers.Where(server => Fits(server, Math.Min(hostKib, roomKib))))
        {
            var index = hosts.FindIndex(host => host.SoldKib + server.MaximumKib <= roomKib);
            if (index < 0)
            {
                index = hosts.Count;
                hosts.Add(([], 0));
            }

            hosts[index].Servers.Add(server);
            hosts[index] = hosts[index] with { SoldKib = hosts[index].SoldKib + server.MaximumKib };
        }

        return [.. hosts.Select((host, index) => new HostTrace($"host{index + 1}", hostKib, host.Servers))];
    }

    /// <summary>The servers in a random order, so that those of one customer, which are neighbours in lists and peak together, are apart.</summary>
    /// <param name="servers">The servers.</param>
    /// <param name="seed">Draws the order.</param>
    public static IReadOnlyList<ServerTrace> Shuffled(IEnumerable<ServerTrace> servers, int seed)
    {
        var order = servers.ToArray();
        new Random(seed).Shuffle(order);
        return order;
    }

    /// <summary>What is sold of a host at most.</summary>
    public static long RoomKib(long hostKib, double sold) => (long)(hostKib * sold);
}
