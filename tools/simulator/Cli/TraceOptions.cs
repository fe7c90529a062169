using System.CommandLine;
using System.Globalization;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using BalloonExporter.Simulator.Controllers;
using static BalloonExporter.Simulator.World.Sizes;

namespace BalloonExporter.Simulator.Cli;

/// <summary>The options of a trace.</summary>
internal sealed class TraceOptions
{
    private const double MostSold = 20;
    private const int MostDays = 366;

    private readonly Option<FileInfo> _csv = new("--csv")
    {
        Description = "The trace, plain or gzip: timestamp,NAME,... then capacity_mib,MiB,... then UNIX seconds and MiB used by each server, at equal times.",
        HelpName = "FILE",
        Required = true,
    };

    private readonly Option<long?> _host = new("--host")
    {
        Description = "Memory of each host. Default: 64GiB.",
        HelpName = "SIZE",
        CustomParser = result => Argument.Parsed(result, ByteSize.TryParseKib, "a size such as 64GiB"),
    };

    private readonly Option<double?> _sold = new("--sold")
    {
        Description = "How often a host's memory is sold. Default: 3.",
        HelpName = "RATIO",
        CustomParser = result => Argument.Parsed(result, text => Ratio(text, MostSold), $"a number above 0, at most {MostSold}"),
    };

    private readonly Option<int?> _bursts = new("--bursts")
    {
        Description = "Seed of the bursts and of the placement of servers on hosts. Default: 1.",
        HelpName = "SEED",
        CustomParser = result => Argument.Parsed(result, text => Argument.Number(text, 0, int.MaxValue), "a whole number"),
    };

    private readonly Option<NamedController[]> _controller = new("--controller")
    {
        Description = "The controller. Default: ours.",
        HelpName = "NAME",
        CustomParser = result => Argument.Named(result, ControllerList.All, controller => controller.Name),
    };

    private readonly Option<double?> _floor = new("--floor")
    {
        Description = "The operator's floor for ours, in percent of what a server was sold. Default: 25. Other controllers keep to 25.",
        HelpName = "PERCENT",
        CustomParser = result => Argument.Parsed(result, text => Ratio(text, 100) / 100, "a percentage above 0, at most 100"),
    };

    private readonly Option<long?> _guestSwap = new("--guest-swap")
    {
        Description = "Swap of each server. Default: none.",
        HelpName = "SIZE",
        CustomParser = result => Argument.Parsed(result, ByteSize.TryParseKib, "a size such as 1GiB"),
    };

    private readonly Option<int?> _days = new("--days")
    {
        Description = "How many days are simulated. Default: the whole trace.",
        HelpName = "NUMBER",
        CustomParser = result => Argument.Parsed(result, text => Argument.Number(text, 1, MostDays), $"a number of days from 1 to {MostDays}"),
    };

    private readonly Option<FileInfo> _json = new("--json")
    {
        Description = "Also write the figures to this file, an object.",
        HelpName = "FILE",
    };

    private readonly CommonOptions _common = new();

    public IReadOnlyList<Option> All => [_csv, _host, _sold, _bursts, _controller, _floor, _guestSwap, _days, _json, .. _common.All];

    public TraceRun Read(ParseResult result) => new()
    {
        Csv = result.GetRequiredValue(_csv).FullName,
        HostKib = result.GetValue(_host) ?? 64 * GiB,
        Sold = result.GetValue(_sold) ?? 3,
        Bursts = result.GetValue(_bursts) ?? 1,
        Controller = result.GetValue(_controller) is [.., var controller] ? controller : ControllerList.Named("ours"),
        FloorShare = result.GetValue(_floor) ?? new Limits().FloorShare,
        GuestSwapKib = result.GetValue(_guestSwap) ?? 0,
        Days = result.GetValue(_days),
        Json = result.GetValue(_json)?.FullName,
        PlanDelay = _common.PlanDelay(result),
        Jobs = _common.Jobs(result),
    };

    private static double? Ratio(string text, double most) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number > 0 && number <= most ? number : null;
}
