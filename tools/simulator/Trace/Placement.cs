namespace BalloonExporter.Simulator.Trace;

/// <summary>Places servers on hosts: in random order, each on the first host that has room for what was sold (first fit).</summary>
public static class Placement
{
    /// <summary>The hosts with their servers. A last host of which less than half was sold is left out, and so is a server larger than a host.</summary>
    /// <param name="servers">All servers.</param>
    /// <param name="hostKib">A host's memory.</param>
    /// <param name="sold">How many times a host's memory is sold.</param>
    /// <param name="random">Draws the order.</param>
    public static IReadOnlyList<IReadOnlyList<ServerTrace>> On(IEnumerable<ServerTrace> servers, long hostKib, double sold, Random random)
    {
        var roomKib = (long)(hostKib * sold);
        var order = servers.Where(server => server.MaximumKib <= Math.Min(hostKib, roomKib)).ToArray();
        random.Shuffle(order);
        var hosts = new List<List<ServerTrace>>();
        foreach (var server in order)
        {
            var host = hosts.Find(each => SoldKib(each) + server.MaximumKib <= roomKib);
            if (host is null)
                hosts.Add(host = []);
            host.Add(server);
        }

        return [.. hosts.Where(host => hosts.Count == 1 || SoldKib(host) >= roomKib / 2)];
    }

    private static long SoldKib(List<ServerTrace> servers) => servers.Sum(server => server.MaximumKib);
}
