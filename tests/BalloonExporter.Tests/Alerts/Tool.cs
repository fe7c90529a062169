using System.ComponentModel;
using System.Diagnostics;

namespace BalloonExporter.Tests.Alerts;

/// <summary>A program of the Debian packages that the tests need anyway.</summary>
internal static class Tool
{
    public static async Task<(int ExitCode, string Output)> RunAsync(string name, params string[] arguments)
    {
        using var process = Start(name, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    private static Process Start(string name, string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(name, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (Win32Exception)
        {
            throw new InvalidOperationException($"{name} is needed: tests/packages.sh servers");
        }
    }
}
