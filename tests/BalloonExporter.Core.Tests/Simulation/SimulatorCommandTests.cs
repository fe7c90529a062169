using System.CommandLine;
using System.Text.Json;
using BalloonExporter.Simulator;
using BalloonExporter.Simulator.Cli;
using BalloonExporter.Simulator.Controllers;

namespace BalloonExporter.Core.Tests.Simulation;

/// <summary>The simulator's command line.</summary>
public sealed class SimulatorCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("balloon-simulator").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData]
    [InlineData("run")]
    public void Rows_have_every_figure_that_the_help_defines(params string[] command)
    {
        var file = Path.Combine(_folder, "rows.json");

        var (code, output, errors) = Invoke([.. command, "--scenario", "steady", "--controller", "nobody", "squeezed", "--seeds", "4-5", "--json", file]);

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("### steady: ", output, StringComparison.Ordinal);
        using var rows = JsonDocument.Parse(File.ReadAllText(file));
        Assert.Equal(
            ["steady nobody 4", "steady nobody 5", "steady squeezed 4", "steady squeezed 5"],
            rows.RootElement.EnumerateArray().Select(row => $"{row.GetProperty("scenario")} {row.GetProperty("controller")} {row.GetProperty("seed")}"));
        Assert.All(rows.RootElement.EnumerateArray(), row => Assert.Equal(
            ["scenario", "controller", "seed", .. Column.All.Select(column => column.Name)], row.EnumerateObject().Select(field => field.Name)));
        var help = Invoke("--help").Output;
        Assert.All(Column.All, column => Assert.Contains($"  {column.Name}", help, StringComparison.Ordinal));
        Assert.Equal([Path.GetFileName(file)], Directory.GetFiles(_folder).Select(Path.GetFileName));
    }

    [Fact]
    public void Without_names_all_scenarios_are_simulated_with_all_controllers()
    {
        var options = new RunOptions();
        var command = new RootCommand();
        foreach (var option in options.All)
            command.Options.Add(option);

        var run = options.Read(command.Parse("--seeds 4"));

        Assert.Equal((ScenarioList.All, ControllerList.All), (run.Scenarios, run.Controllers));
    }

    [Theory]
    [InlineData("missed_gib_seconds", "guest_kills", "host_kills", "host_swap_gib_seconds", "reread_gib", "longest_spell_seconds")]
    [InlineData("least_host_available_bytes", "commands", "looks", "rescues")]
    public void The_promised_figures_are_there(params string[] names) =>
        Assert.Subset(Column.All.Select(column => column.Name).ToHashSet(), names.ToHashSet());

    [Fact]
    public void The_list_has_every_name()
    {
        var (code, output, _) = Invoke("list");

        Assert.Equal(0, code);
        Assert.All(ScenarioList.All.Select(scenario => scenario.Name).Concat(ControllerList.All.Select(controller => controller.Name)), name =>
            Assert.Contains($"\n  {name} ", output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("no-guest-swap bursts-200-no-swap bursts-200-with-swap bursts-1g-no-swap bursts-1g-with-swap boot-storm livelock-fast livelock-slow all-peak")]
    [InlineData("shares-1-2-4 third-opted-out double caches-fill dense mixed-sizes cache-price steady host-emergency odd-guests")]
    public void The_promised_scenarios_are_there(string names) =>
        Assert.All(names.Split(' '), name => Assert.Equal(name, ScenarioList.Named(name).Name));

    [Theory]
    [InlineData("ours ours-told without-plan without-reflexes nobody mom proxmox squeezed qmemman libvirt-autoballoon virtui-manager")]
    public void The_promised_controllers_are_there(string names) =>
        Assert.All(names.Split(' '), name => Assert.Equal(name, ControllerList.Named(name).Name));

    [Theory]
    [InlineData("--scenario=steady,double", "--scenario=steady,double is not one of: steady, caches-fill, ")]
    [InlineData("--scenario=all peak", "--scenario=all peak is not one of: steady, caches-fill, ")]
    [InlineData("--scenario=Steady", "--scenario=Steady is not one of: steady, ")]
    [InlineData("--controller=me", "--controller=me is not one of: nobody, mom, ")]
    [InlineData("--controller=", "Required argument missing for option: '--controller'")]
    [InlineData("--seeds=3-1", "--seeds=3-1 is not a range of seeds such as 1-3, nor one seed")]
    [InlineData("--seeds=1-2-3", "--seeds=1-2-3 is not a range")]
    [InlineData("--seeds=-3", "--seeds=-3 is not a range")]
    [InlineData("--seeds=one", "--seeds=one is not a range")]
    [InlineData("--seeds=1-99999999999", "--seeds=1-99999999999 is not a range")]
    [InlineData("--plan-delay=-1", "--plan-delay=-1 is not a number of seconds from 0 to 600")]
    [InlineData("--jobs=0", "--jobs=0 is not a number from 1 to 1024")]
    [InlineData("--seed=1", "--seed=1")]
    [InlineData("steady", "steady")]
    [InlineData("@file", "@file")]
    public void A_bad_option_is_an_error_and_nothing_is_simulated(string option, string error)
    {
        var (code, output, errors) = Invoke(option);

        Assert.Equal((2, ""), (code, output));
        Assert.Contains(error, errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_bad_name_is_an_error()
    {
        var errors = Invoke("run", "--scenario", "one", "steady", "two", "--controller", "three").Errors;

        Assert.All(["--scenario=one ", "--scenario=two ", "--controller=three "], text => Assert.Contains(text, errors, StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_an_error_before_the_simulation()
    {
        var (code, output, errors) = Invoke("--json", Path.Combine(_folder, "none", "rows.json"));

        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith("simulator: --json=", errors, StringComparison.Ordinal);
    }

    private static (int Code, string Output, string Errors) Invoke(params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = SimulatorCommand.Invoke(arguments, output, errors);
        return (code, output.ToString(), errors.ToString());
    }
}
