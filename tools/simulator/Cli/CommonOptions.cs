using System.CommandLine;

namespace BalloonExporter.Simulator.Cli;

/// <summary>Options that <c>run</c> and <c>trace</c> share.</summary>
internal sealed class CommonOptions
{
    private const int LongestDelay = 600;
    private const int MostJobs = 1024;

    private readonly Option<int?> _planDelay = new("--plan-delay")
    {
        Description = $"How long after its evaluation a plan arrives, 0 to {LongestDelay}. Default: as measured (docs/fleet.md), up to 12 s. Not for plan-30s and plan-60s.",
        HelpName = "SECONDS",
        CustomParser = result => Argument.Parsed(result, text => Argument.Number(text, 0, LongestDelay), $"a number of seconds from 0 to {LongestDelay}"),
    };

    private readonly Option<int?> _jobs = new("--jobs")
    {
        Description = "How many hosts are simulated at once. Default: as many as there are processors.",
        HelpName = "NUMBER",
        CustomParser = result => Argument.Parsed(result, text => Argument.Number(text, 1, MostJobs), $"a number from 1 to {MostJobs}"),
    };

    public IReadOnlyList<Option> All => [_planDelay, _jobs];

    public int? PlanDelay(ParseResult result) => result.GetValue(_planDelay);

    public int Jobs(ParseResult result) => result.GetValue(_jobs) ?? Environment.ProcessorCount;
}
