using System.Diagnostics;

namespace BalloonExporter.IntegrationTests;

/// <summary>A command that runs to its end.</summary>
internal static class Command
{
    /// <returns>Its exit code, and what it wrote: output first, then errors.</returns>
    public static async Task<(int Code, string Output)> RunAsync(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output + await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }
}
