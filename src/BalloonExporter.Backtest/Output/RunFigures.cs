using BalloonExporter.Backtest.Simulation;
using BalloonExporter.Core.Planning;

namespace BalloonExporter.Backtest.Output;

/// <summary>The figures of all hosts of a run together, with or without act mode. Null where there is nothing to divide by.</summary>
public sealed record RunFigures
{
    private const double SecondsPerMonth = 30 * 86400;
    private const double KibSecondsPerGiBSecond = Core.Model.Kib.PerGiB;

    private readonly IReadOnlyList<HostFigures> _hosts;

    public RunFigures(IReadOnlyList<HostFigures> hosts)
    {
        _hosts = hosts;
        ServerHours = hosts.Sum(host => host.ServerSeconds) / 3600;
    }

    /// <summary>Time in which servers ran, added up, hours.</summary>
    public double ServerHours { get; }

    /// <summary>Memory withheld, at most what hindsight would have, as a share of what perfect hindsight would have withheld.</summary>
    public double? ReclaimedRatioOfHindsight => Ratio(_hosts.Sum(host => host.ReclaimedKibSeconds), _hosts.Sum(host => host.HindsightKibSeconds));

    /// <summary>Memory withheld on average of the counted time, at most what hindsight would have. KiB.</summary>
    public double ReclaimedKib => Mean(host => host.ReclaimedKibSeconds);

    /// <summary>What perfect hindsight would have withheld on average. KiB.</summary>
    public double HindsightKib => Mean(host => host.HindsightKibSeconds);

    /// <summary>Minutes in thirty days of one server in which it needed more than it had, or had been killed by its host.</summary>
    public double? UnderDemandMinutesPerServerMonth =>
        Ratio(_hosts.Sum(host => host.Servers.Sum(server => server.UnderDemandSeconds)) / 60, ServerHours * 3600 / SecondsPerMonth);

    /// <summary>Servers that were under their demand at any time.</summary>
    public int ServersUnderDemand => _hosts.Sum(host => host.Servers.Count(server => server.UnderDemandSeconds > 0));

    /// <summary>Balloon targets set for one server in an hour.</summary>
    public double? MovesPerServerHour => Ratio(_hosts.Sum(host => (double)host.Moves), ServerHours);

    /// <summary>Gifts to a server that was about to run out of memory.</summary>
    public int Rescues => _hosts.Sum(host => host.Rescues);

    /// <summary>Spells in which a server needed more than it had, and servers killed by their host.</summary>
    public int Kills => HostKills + _hosts.Sum(host => host.Servers.Sum(server => server.Kills));

    /// <summary>Of these, servers killed by their host.</summary>
    public int HostKills => _hosts.Sum(host => host.Servers.Sum(server => server.HostKills));

    /// <summary>Minutes in thirty days of one host in which more was used than it has.</summary>
    public double? SwappingMinutesPerHostMonth => Ratio(_hosts.Sum(host => host.SwappingSeconds) / 60, HostSeconds / SecondsPerMonth);

    /// <summary>Memory in the hosts' swap, GiB·s.</summary>
    public double HostSwapGiBSeconds => _hosts.Sum(host => host.SwappedKibSeconds) / KibSecondsPerGiBSecond;

    private double HostSeconds => _hosts.Sum(host => Enum.GetValues<HostLevel>().Sum(level => SecondsIn(host, level)));

    /// <summary>Share of the hosts' time in a level.</summary>
    public double? RatioIn(HostLevel level) => Ratio(_hosts.Sum(host => SecondsIn(host, level)), HostSeconds);

    private static double SecondsIn(HostFigures host, HostLevel level) => Enumerable.Range(0, HostCourse.Slots).Sum(slot => host.Course.SecondsIn(level, slot));

    private double Mean(Func<HostFigures, double> sumOf) => Ratio(_hosts.Sum(sumOf), _hosts.Max(host => host.CountedSeconds)) ?? 0;

    private static double? Ratio(double part, double whole) => whole > 0 ? part / whole : null;
}
