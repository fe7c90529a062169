using System.CommandLine;

namespace BalloonExporter.Simulator.Cli;

/// <summary>The command line of the simulator.</summary>
public static class SimulatorCommand
{
    /// <summary>Parses the arguments and runs the command.</summary>
    /// <returns>The exit code.</returns>
    public static int Invoke(string[] arguments, TextWriter output, TextWriter errors)
    {
        var command = new RootCommand($"Simulator of hosts with balloons. Without a command: run.\n\n{RunCommand.Text}") { new RunCommand(), new TraceCommand(), new ListCommand() };
        command.Directives.Clear();
        RunCommand.AddTo(command);
        // Response files (@file) are disabled.
        var parsed = command.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                errors.WriteLine($"simulator: {error.Message}");
            errors.WriteLine("See --help; the command list prints all names.");
            return ExitCode.Usage;
        }

        return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = output, Error = errors });
    }
}
