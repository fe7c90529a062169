using System.Diagnostics;

namespace BalloonExporter.Lab;

/// <summary>Runs a command to its end and returns what it printed.</summary>
public static class ShortCommand
{
    public static async Task<string> RunAsync(
        string program,
        IReadOnlyList<string> arguments,
        TimeSpan limit,
        CancellationToken cancel = default)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = new Process { StartInfo = start };
        await SpawningThread.StartAsync(process);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        timeout.CancelAfter(limit);
        var output = process.StandardOutput.ReadToEndAsync(timeout.Token);
        var errors = process.StandardError.ReadToEndAsync(timeout.Token);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
            if (process.ExitCode == 0)
                return await output;
        }
        catch (OperationCanceledException)
        {
            Signals.SendKill(process.Id);
            cancel.ThrowIfCancellationRequested();
            throw new LabException($"{program} {string.Join(' ', arguments)}: no end within {limit.TotalSeconds:0.#} s");
        }

        throw new LabException($"{program} {string.Join(' ', arguments)}: code {process.ExitCode}: {(await errors).Trim()}");
    }
}
