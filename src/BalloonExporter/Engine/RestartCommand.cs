using System.ComponentModel;
using System.Diagnostics;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Restarts;
using BalloonExporter.Options;

namespace BalloonExporter.Engine;

/// <summary>Runs the operator's command that restarts a machine of another platform: a list of arguments, no shell.</summary>
internal sealed class RestartCommand(ExporterOptions options, TimeProvider time)
{
    private const string Uuid = "{uuid}";
    private const string Mode = "{mode}";

    /// <summary>Whether the operator named one.</summary>
    public bool Exists => options.RestartCommand.Count > 0;

    /// <summary>Runs it until it ends or the restart's deadline has passed.</summary>
    /// <param name="restart">The restart.</param>
    /// <param name="cancellation">Ends the waiting; the command runs on.</param>
    public async Task<PowerOutcome> RunAsync(Restart restart, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(options.RestartCommand[0]) { UseShellExecute = false, RedirectStandardInput = true };
        foreach (var argument in options.RestartCommand.Skip(1))
        {
            start.ArgumentList.Add(argument
                .Replace(Uuid, restart.Uuid.ToString(), StringComparison.Ordinal)
                .Replace(Mode, restart.IsForced ? RestartMode.Force.ToLabel() : RestartMode.Graceful.ToLabel(), StringComparison.Ordinal));
        }

        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            using var deadline = new CancellationTokenSource(restart.Deadline, time);
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
            await process.WaitForExitAsync(waiting.Token);
            return process.ExitCode == 0
                ? new PowerOutcome(PowerNews.Done)
                : new PowerOutcome(PowerNews.Refused, $"{options.RestartCommand[0]} ended with exit code {process.ExitCode}");
        }
        catch (OperationCanceledException)
        {
            return new PowerOutcome(PowerNews.Unanswered, $"{options.RestartCommand[0]} did not end in time");
        }
        catch (Exception exception) when (exception is Win32Exception or IOException or InvalidOperationException)
        {
            return new PowerOutcome(PowerNews.Refused, exception.Message);
        }
    }
}
