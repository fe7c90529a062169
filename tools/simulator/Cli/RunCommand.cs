using System.CommandLine;

namespace BalloonExporter.Simulator.Cli;

/// <summary><c>run</c>: simulates hours and prints their figures. The default command.</summary>
internal sealed class RunCommand : Command
{
    public RunCommand()
        : base("run", Text) => AddTo(this);

    /// <summary>The description for the help, with the definition of each figure.</summary>
    public static string Text { get; } =
        "Simulates hours of a host with guests and prints a table for each scenario: means over the seeds, and the longest of the longest spells.\n" +
        "Exit codes: 0 done, 1 a file could not be written, 2 bad options.\n\n" +
        "Figures of an hour, in the rows of --json beside scenario, controller and seed (and in the tables under the heading in brackets):\n" +
        string.Join('\n', Column.All.Select(column => $"  {column.Name}{(column.Heading is { } heading ? $" [{heading}]" : "")}: {column.Definition}"));

    /// <summary>Gives a command the options and the action of a run.</summary>
    public static void AddTo(Command command)
    {
        var options = new RunOptions();
        foreach (var option in options.All)
            command.Options.Add(option);
        command.SetAction(result => Play(options.Read(result), result.InvocationConfiguration));
    }

    private static int Play(Run run, InvocationConfiguration invocation)
    {
        try
        {
            run.Play(invocation.Output);
            return ExitCode.Done;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            invocation.Error.WriteLine($"simulator: --json={run.Json}: {exception.Message}");
            return ExitCode.Failed;
        }
    }
}
