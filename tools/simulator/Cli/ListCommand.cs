using System.CommandLine;
using BalloonExporter.Simulator.Controllers;

namespace BalloonExporter.Simulator.Cli;

/// <summary><c>list</c>: the names of scenarios and controllers.</summary>
internal sealed class ListCommand : Command
{
    public ListCommand()
        : base("list", "Lists the scenarios and controllers.") => SetAction(result => Write(result.InvocationConfiguration.Output));

    private static void Write(TextWriter output)
    {
        Write(output, "Scenarios:", ScenarioList.All.Select(scenario => (scenario.Name, scenario.Description)));
        output.WriteLine();
        Write(output, "Controllers:", ControllerList.All.Select(controller => (controller.Name, controller.Description)));
    }

    private static void Write(TextWriter output, string heading, IEnumerable<(string Name, string Description)> lines)
    {
        output.WriteLine(heading);
        foreach (var (name, description) in lines)
            output.WriteLine($"  {name,-22} {description}");
    }
}
