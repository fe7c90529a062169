using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using BalloonExporter.Backtest.Rules;
using BalloonExporter.Backtest.Simulation;

namespace BalloonExporter.Cli.Backtesting;

/// <summary>Compares the plan of a run with rules, which promtool evaluates.</summary>
internal static partial class RulesComparison
{
    private const int Moments = 200;
    private const string Promtool = "promtool";

    /// <summary>How many moments of each host are needed.</summary>
    public static int ProbesPerHost(int hosts) => (Moments + hosts - 1) / hosts;

    /// <summary>The largest difference of a target, bytes.</summary>
    /// <exception cref="HistoryException">The rules cannot be evaluated; the message says why.</exception>
    public static async Task<double> LargestDifferenceAsync(IReadOnlyList<FileInfo> rules, IReadOnlyList<HostFigures> hosts, CancellationToken cancellation)
    {
        var probes = PlanProbe.Of(hosts, Moments);
        var folder = Directory.CreateTempSubdirectory("balloon-backtest");
        try
        {
            var test = Path.Combine(folder.FullName, "plan.test.yml");
            await File.WriteAllTextAsync(test, PlanProbe.TestFile(rules.Select(file => file.FullName), probes), cancellation);
            var said = await RunAsync(test, cancellation);
            var found = Found().Matches(said);
            if (found.Count != probes.Count)
                throw new HistoryException($"--rules: {Promtool} answered {found.Count} of {probes.Count} questions: {said.Split('\n').FirstOrDefault(line => line.Contains("rror", StringComparison.Ordinal) || line.Contains("yml", StringComparison.Ordinal))?.Trim() ?? "no reason given"}");
            return found.Max(match => double.Parse(match.Groups[1].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> RunAsync(string test, CancellationToken cancellation)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(Promtool, ["test", "rules", test]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            try
            {
                var output = process.StandardOutput.ReadToEndAsync(cancellation);
                var errors = process.StandardError.ReadToEndAsync(cancellation);
                await process.WaitForExitAsync(cancellation);
                return await output + await errors;
            }
            finally
            {
                if (!process.HasExited)
                    process.Kill();
            }
        }
        catch (Win32Exception exception)
        {
            throw new HistoryException($"--rules: {Promtool}: {exception.Message}", exception);
        }
    }

    // Nothing is expected of the question, so each answer is told as a failure.
    [GeneratedRegex(@"got:\s*""?\{\} ([-+.\deE]+)")]
    private static partial Regex Found();
}
