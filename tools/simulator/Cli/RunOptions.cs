using System.CommandLine;
using System.Globalization;
using BalloonExporter.Simulator.Controllers;

namespace BalloonExporter.Simulator.Cli;

/// <summary>The options of a run.</summary>
internal sealed class RunOptions
{
    private const int LongestDelay = 600;
    private const int MostJobs = 1024;

    private readonly Option<Scenario[]> _scenarios = new("--scenario")
    {
        Description = "Scenarios to play. Default: all.",
        HelpName = "NAME...",
        AllowMultipleArgumentsPerToken = true,
        CustomParser = result => Argument.Named(result, ScenarioList.All, scenario => scenario.Name),
    };

    private readonly Option<NamedController[]> _controllers = new("--controller")
    {
        Description = "Controllers to play them with. Default: all.",
        HelpName = "NAME...",
        AllowMultipleArgumentsPerToken = true,
        CustomParser = result => Argument.Named(result, ControllerList.All, controller => controller.Name),
    };

    private readonly Option<SeedRange> _seeds = new("--seeds")
    {
        Description = "Seeds to play them with, the first and the last, or one. Default: 1-3.",
        HelpName = "FROM-TO",
        CustomParser = result => Argument.Parsed(result, SeedRange.TryParse, "a range of seeds such as 1-3, nor one seed"),
    };

    private readonly Option<FileInfo> _json = new("--json")
    {
        Description = "Also write the figures of each hour to this file, an array of rows; it grows by a scenario at a time.",
        HelpName = "FILE",
    };

    private readonly Option<int?> _planDelay = new("--plan-delay")
    {
        Description = $"How long after its evaluation a plan arrives, 0 to {LongestDelay}. Default: as measured (docs/fleet.md), up to 12 s. Not for plan-30s and plan-60s.",
        HelpName = "SECONDS",
        CustomParser = result => Argument.Parsed(result, text => Number(text, 0, LongestDelay), $"a number of seconds from 0 to {LongestDelay}"),
    };

    private readonly Option<int?> _jobs = new("--jobs")
    {
        Description = "How many hours are played at once. Default: as many as there are processors.",
        HelpName = "NUMBER",
        CustomParser = result => Argument.Parsed(result, text => Number(text, 1, MostJobs), $"a number from 1 to {MostJobs}"),
    };

    public IReadOnlyList<Option> All => [_scenarios, _controllers, _seeds, _json, _planDelay, _jobs];

    public Run Read(ParseResult result) => new()
    {
        Scenarios = result.GetValue(_scenarios) ?? ScenarioList.All,
        Controllers = result.GetValue(_controllers) ?? ControllerList.All,
        Seeds = result.GetValue(_seeds) ?? new SeedRange(1, 3),
        Json = result.GetValue(_json)?.FullName,
        PlanDelay = result.GetValue(_planDelay),
        Jobs = result.GetValue(_jobs) ?? Environment.ProcessorCount,
    };

    private static int? Number(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null;
}
