using System.CommandLine;
using BalloonExporter.Simulator.Trace;

namespace BalloonExporter.Simulator.Cli;

/// <summary><c>trace</c>: simulates hosts with the servers of a trace.</summary>
internal sealed class TraceCommand : Command
{
    private static readonly string Text =
        "Simulates hosts with the servers of a trace, and bursts that its samples do not show, and prints the figures of all hosts together. A month of 500 servers takes tens of minutes.\n" +
        "Exit codes: 0 done, 1 a file could not be read or written, 2 bad options or no trace.\n\n" +
        "Figures, in the object of --json too:\n" +
        string.Join('\n', TraceReport.Of([], 0).Figures.Select(figure => $"  {figure.Name}: {figure.Definition}"));

    public TraceCommand()
        : base("trace", Text)
    {
        var options = new TraceOptions();
        foreach (var option in options.All)
            Options.Add(option);
        SetAction(result => Play(options.Read(result), result.InvocationConfiguration));
    }

    private static int Play(TraceRun run, InvocationConfiguration invocation)
    {
        try
        {
            run.Play(invocation.Output);
            return ExitCode.Done;
        }
        catch (Exception exception) when (exception is FormatException or InvalidDataException)
        {
            invocation.Error.WriteLine($"simulator: --csv={run.Csv}: {exception.Message}");
            return ExitCode.Usage;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            invocation.Error.WriteLine($"simulator: {exception.Message}");
            return ExitCode.Failed;
        }
    }
}
