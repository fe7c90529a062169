using System.CommandLine;
using BalloonExporter.Simulator.Controllers;

namespace BalloonExporter.Simulator.Cli;

/// <summary>The options of a run.</summary>
internal sealed class RunOptions
{
    private readonly Option<Scenario[]> _scenarios = new("--scenario")
    {
        Description = "Scenarios to simulate. Default: all.",
        HelpName = "NAME...",
        AllowMultipleArgumentsPerToken = true,
        CustomParser = result => Argument.Named(result, ScenarioList.All, scenario => scenario.Name),
    };

    private readonly Option<NamedController[]> _controllers = new("--controller")
    {
        Description = "Controllers to run in them. Default: all.",
        HelpName = "NAME...",
        AllowMultipleArgumentsPerToken = true,
        CustomParser = result => Argument.Named(result, ControllerList.All, controller => controller.Name),
    };

    private readonly Option<SeedRange> _seeds = new("--seeds")
    {
        Description = "Seeds, the first and the last, or one. Default: 1-3.",
        HelpName = "FROM-TO",
        CustomParser = result => Argument.Parsed(result, SeedRange.TryParse, "a range of seeds such as 1-3, nor one seed"),
    };

    private readonly Option<FileInfo> _json = new("--json")
    {
        Description = "Also write the figures of each hour to this file, an array of rows; it grows by a scenario at a time.",
        HelpName = "FILE",
    };

    private readonly CommonOptions _common = new();

    public IReadOnlyList<Option> All => [_scenarios, _controllers, _seeds, _json, .. _common.All];

    public Run Read(ParseResult result) => new()
    {
        // An option that is not given has an empty list for its value.
        Scenarios = result.GetValue(_scenarios) is { Length: > 0 } scenarios ? scenarios : ScenarioList.All,
        Controllers = result.GetValue(_controllers) is { Length: > 0 } controllers ? controllers : ControllerList.All,
        Seeds = result.GetValue(_seeds) ?? new SeedRange(1, 3),
        Json = result.GetValue(_json)?.FullName,
        PlanDelay = _common.PlanDelay(result),
        Jobs = _common.Jobs(result),
    };
}
