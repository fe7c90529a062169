using System.Globalization;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Planning;

namespace BalloonExporter.Backtest.Output;

/// <summary>The figures of a run by name, as table, JSON, report and documentation have them.</summary>
public static class FigureList
{
    /// <summary>All figures.</summary>
    public static IReadOnlyList<(string Name, string Definition, Func<RunFigures, double?> Of)> All { get; } =
    [
        ("reclaimed_ratio_of_hindsight", "Memory withheld from servers, as a share of what perfect hindsight would have withheld. Null when hindsight would have withheld nothing.", figures => figures.ReclaimedRatioOfHindsight),
        ("reclaimed_bytes", "The same memory, on average over time, all hosts together.", figures => Kib.ToSample((long)figures.ReclaimedKib)),
        ("hindsight_bytes", "What perfect hindsight would have withheld: what is missing to the plan's goal when servers have touched all of their memory, but nothing that one needs at that moment or that is below its floor.", figures => Kib.ToSample((long)figures.HindsightKib)),
        ("under_demand_minutes_per_server_month", "Minutes in 30 days of one server in which it needed more than it had, or had been killed by its host.", figures => figures.UnderDemandMinutesPerServerMonth),
        ("servers_under_demand", "Servers that were under their demand at any time.", figures => figures.ServersUnderDemand),
        ("kills", "Spells under demand (a server has no swap here, so its kernel kills a program in each), and servers that their host killed.", figures => figures.Kills),
        ("host_kills", "Of these, servers that their host killed because its memory and 8 GiB of swap were full.", figures => figures.HostKills),
        ("moves_per_server_hour", "Balloon targets set for one server in an hour.", figures => figures.MovesPerServerHour),
        ("rescues", "Of all targets, gifts of a reflex to a server about to run out of memory.", figures => figures.Rescues),
        ("swapping_minutes_per_host_month", "Minutes in 30 days of one host in which more was used than it has.", figures => figures.SwappingMinutesPerHostMonth),
        ("host_swap_gib_seconds", "GiB times seconds of servers' memory in the hosts' swap.", figures => figures.HostSwapGiBSeconds),
        .. Enum.GetValues<HostLevel>().Select(level => (
            $"level_{LevelName(level)}_ratio", $"Share of the hosts' time in {LevelName(level).ToUpperInvariant()}.", new Func<RunFigures, double?>(figures => figures.RatioIn(level)))),
    ];

    /// <summary>The figures as rows of a table: head, with act mode, without.</summary>
    public static IReadOnlyList<string[]> Rows(RunFigures with, RunFigures without) =>
    [
        ["", "act mode", "without"],
        .. All.Select(figure => (string[])[figure.Name, Text(figure.Of(with)), figure.Name.StartsWith("level_", StringComparison.Ordinal) ? "" : Text(figure.Of(without))]),
    ];

    /// <summary>A figure for people.</summary>
    public static string Text(double? value) => value is { } figure ? Math.Round(figure, 4).ToString(CultureInfo.InvariantCulture) : "none";

    /// <summary>A level in small letters.</summary>
    public static string LevelName(HostLevel level) => level.ToString().ToLowerInvariant();
}
