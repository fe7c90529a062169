using BalloonExporter.Backtest.History;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Backtest.Simulation;

/// <summary>Servers on hosts.</summary>
public sealed record Scene
{
    public required ServerHistory History { get; init; }

    public required IReadOnlyList<HostTrace> Hosts { get; init; }

    /// <summary>Memory of each host, where it was asked for; null: the hosts of the history.</summary>
    public long? HostKib { get; init; }

    /// <summary>How many times a host's memory is sold, where it was asked for.</summary>
    public double? Overcommit { get; init; }

    /// <summary>Servers that are larger than a host.</summary>
    public required IReadOnlyList<ServerTrace> LeftOut { get; init; }

    /// <summary>How many times the memory of the hosts is sold, all together.</summary>
    public double SoldRatio => Hosts.Sum(host => (double)host.SoldKib) / Hosts.Sum(host => (double)host.TotalKib);

    /// <summary>Servers as they are on the hosts of their history.</summary>
    /// <exception cref="FormatException">The history does not tell of hosts, or no server fits.</exception>
    public static Scene AsItIs(ServerHistory history)
    {
        if (history.Hosts.Count == 0)
            throw new FormatException("it does not tell on which hosts the servers are: give --host.memory and --overcommit");
        if (history.Hosts.FirstOrDefault(host => host.TotalKib == 0) is { } unknown)
            throw new FormatException($"{SeriesHistory.HostTotal} is missing{(unknown.Name.Length > 0 ? $" for {unknown.Name}" : "")}: give --host.memory to place the servers anew");
        var hosts = history.Hosts.Select(host => host with { Servers = [.. host.Servers.Where(server => Placement.Fits(server, host.TotalKib))] }).ToList();
        return new Scene
        {
            History = history,
            Hosts = [.. hosts.Where(host => host.Servers.Count > 0)],
            LeftOut = [.. history.Hosts.SelectMany(host => host.Servers.Where(server => !Placement.Fits(server, host.TotalKib)))],
        }.Checked();
    }

    /// <summary>Servers placed on hosts of one size, first fit by what was sold.</summary>
    /// <param name="history">The servers.</param>
    /// <param name="hostKib">Memory of each host.</param>
    /// <param name="overcommit">How many times it is sold.</param>
    /// <param name="seed">Draws the order of the servers; 0: that of the history.</param>
    /// <exception cref="FormatException">No server fits.</exception>
    public static Scene Placed(ServerHistory history, long hostKib, double overcommit, int seed) => new Scene
    {
        History = history,
        Hosts = Placement.FirstFit(seed == 0 ? history.Servers : Placement.Shuffled(history.Servers, seed), hostKib, overcommit),
        HostKib = hostKib,
        Overcommit = overcommit,
        LeftOut = [.. history.Servers.Where(server => !Placement.Fits(server, hostKib))],
    }.Checked();

    private Scene Checked() => Hosts.Count > 0
        ? this
        : throw new FormatException($"no server fits on a host: the smallest was sold {ByteSize.Format(LeftOut.Min(server => server.MaximumKib))}{(HostKib is { } kib ? $", a host has {ByteSize.Format(kib)}" : "")}");
}
