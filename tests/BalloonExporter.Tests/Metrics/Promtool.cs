using System.ComponentModel;
using System.Diagnostics;

namespace BalloonExporter.Tests.Metrics;

/// <summary>Prometheus' own checker.</summary>
internal static class Promtool
{
    public static Task<(int ExitCode, string Output)> CheckMetricsAsync(string text) => RunAsync(["check", "metrics"], text);

    /// <summary>Whether expressions parse, checked as the rules of a file.</summary>
    public static async Task<(int ExitCode, string Output)> CheckRulesAsync(IEnumerable<string> expressions)
    {
        var folder = Directory.CreateTempSubdirectory("balloon-rules");
        try
        {
            var rules = expressions.Select((expression, number) => $"      - record: query:{number}\n        expr: '{expression.Replace("'", "''", StringComparison.Ordinal)}'\n");
            var file = Path.Combine(folder.FullName, "queries.yml");
            await File.WriteAllTextAsync(file, $"groups:\n  - name: queries\n    rules:\n{string.Concat(rules)}");
            return await RunAsync(["check", "rules", file], string.Empty);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string[] arguments, string text)
    {
        using var promtool = Start(arguments);
        var output = promtool.StandardOutput.ReadToEndAsync();
        var errors = promtool.StandardError.ReadToEndAsync();
        await promtool.StandardInput.WriteAsync(text);
        promtool.StandardInput.Close();
        await promtool.WaitForExitAsync();
        return (promtool.ExitCode, await output + await errors);
    }

    private static Process Start(string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("promtool", arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardInputEncoding = new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            })!;
        }
        catch (Win32Exception)
        {
            throw new InvalidOperationException("promtool is needed to check metrics and queries: apt-get install prometheus");
        }
    }
}
