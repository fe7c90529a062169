using System.Globalization;
using System.Text.Json;
using static BalloonExporter.Simulator.World.Sizes;

namespace BalloonExporter.Simulator.Trace;

/// <summary>The figures of all hosts of a trace together, with name and definition.</summary>
public sealed class TraceReport
{
    private const double SecondsPerMonth = 30 * 86400;

    private TraceReport(IReadOnlyList<(string Name, string Definition, double? Value)> figures) => Figures = figures;

    /// <summary>The figures; null where there is nothing to divide by.</summary>
    public IReadOnlyList<(string Name, string Definition, double? Value)> Figures { get; }

    /// <summary>Adds hosts up.</summary>
    /// <param name="hosts">The hosts.</param>
    /// <param name="leftOut">How many servers are on none of them.</param>
    public static TraceReport Of(IReadOnlyList<HostMonth> hosts, int leftOut)
    {
        var fitting = hosts.Where(host => host.Fits).ToList();
        var withFloors = hosts.Where(host => host.FloorsFit).ToList();
        return new TraceReport(
        [
            ("servers", "servers placed on hosts", hosts.Sum(host => host.Servers)),
            ("servers_left_out", "servers that are larger than a host, or were on a last host of which less than half was sold", leftOut),
            ("hosts", "hosts", hosts.Count),
            ("hosts_where_it_fits", "hosts that at no moment needed more than 92 % of their memory", fitting.Count),
            ("hosts_where_floors_fit", "hosts of which that is so when each server keeps its floor besides", withFloors.Count),
            ("days", "days simulated", hosts.Select(host => host.ServerSeconds / host.Servers / 86400).DefaultIfEmpty().Max()),
            ("reclaimed_of_hindsight_ratio", "memory withheld from guests, as a share of what perfect hindsight withholds: what is missing to 12 % available when all memory is touched, but nothing that a guest needs within five minutes or that is below its floor; after 12 hours", Ratio(hosts.Sum(host => host.ReclaimedKibSeconds), hosts.Sum(host => host.HindsightKibSeconds))),
            ("reclaimed_of_hindsight_ratio_where_it_fits", "reclaimed_of_hindsight_ratio of those hosts", Ratio(fitting.Sum(host => host.ReclaimedKibSeconds), fitting.Sum(host => host.HindsightKibSeconds))),
            ("minutes_under_demand_per_server_month", "minutes in 30 days in which a server's programs wanted more than they had in memory, or had been killed", UnderDemand(hosts)),
            ("minutes_under_demand_per_server_month_where_it_fits", "minutes_under_demand_per_server_month of those hosts", UnderDemand(fitting)),
            ("minutes_under_demand_per_server_month_where_floors_fit", "minutes_under_demand_per_server_month of hosts_where_floors_fit", UnderDemand(withFloors)),
            ("moves_per_server_hour", "balloon targets set", Ratio(hosts.Sum(host => (double)host.Commands), hosts.Sum(host => host.ServerSeconds) / 3600)),
            ("kills", "times a guest's kernel killed a program, and guests that the host killed", hosts.Sum(Kills)),
            ("kills_where_it_fits", "kills on those hosts", fitting.Sum(Kills)),
            ("kills_where_floors_fit", "kills on hosts_where_floors_fit", withFloors.Sum(Kills)),
            ("host_kills", "of all kills, guests that the host killed", hosts.Sum(host => host.HostKills)),
            ("host_swap_gib_seconds", "GiB x s of guests' memory in the hosts' swap", hosts.Sum(host => host.HostSwapKibSeconds) / GiB),
            ("reread_gib_per_server_hour", "GiB of files read from disk again because a cache had lost them", Ratio(hosts.Sum(host => host.RereadKib) / GiB, hosts.Sum(host => host.ServerSeconds) / 3600)),
        ]);
    }

    /// <summary>The figure of this name.</summary>
    public double? this[string name] => Figures.Single(figure => figure.Name == name).Value;

    /// <summary>Prints a line for each figure.</summary>
    public void Write(TextWriter output)
    {
        foreach (var (name, _, value) in Figures)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-56} {(value is { } figure ? Math.Round(figure, 3) : "none")}"));
    }

    /// <summary>Writes an object with a field for each figure, after those of the run.</summary>
    public void Write(Utf8JsonWriter json)
    {
        foreach (var (name, _, value) in Figures)
        {
            if (value is { } figure)
                json.WriteNumber(name, Math.Round(figure, 5));
            else
                json.WriteNull(name);
        }
    }

    private static int Kills(HostMonth host) => host.Kills + host.HostKills;

    private static double? UnderDemand(IReadOnlyCollection<HostMonth> hosts) =>
        Ratio(hosts.Sum(host => host.UnderDemandSeconds) / 60, hosts.Sum(host => host.ServerSeconds) / SecondsPerMonth);

    private static double? Ratio(double part, double whole) => whole > 0 ? part / whole : null;
}
