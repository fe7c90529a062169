using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using BalloonExporter.Backtest.Rules;
using BalloonExporter.Backtest.Simulation;
using ExporterToolkit.Files;

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
                throw new HistoryException($"--rules: {Promtool}: {Reason(said)}");
            return found.Max(match => double.Parse(match.Groups[1].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Why a rule file cannot be used; null when all can. promtool takes one that is missing for one without rules.</summary>
    public static string? ProblemOf(IReadOnlyList<FileInfo> rules) =>
        rules.Select(file => FileCalls.Status(file.FullName, out var problem) switch
        {
            null => $"--rules={file}: {problem}",
            { IsRegular: false } => $"--rules={file}: it is not a regular file",
            _ => null,
        }).FirstOrDefault(problem => problem is not null);

    private static string Reason(string said) =>
        said.Split('\n').SkipWhile(line => !line.Contains("FAILED", StringComparison.Ordinal)).Skip(1).FirstOrDefault(line => line.Trim().Length > 0)?.Trim() ?? said.Trim();

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
