using System.Diagnostics;
using System.Globalization;
using BalloonExporter.Backtest.History;
using BalloonExporter.Backtest.Output;
using BalloonExporter.Backtest.Simulation;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Cli.Backtesting;

/// <summary>Reads a history and runs it.</summary>
/// <param name="source">Where the history comes from.</param>
/// <param name="options">On which hosts the servers are.</param>
/// <param name="errors">For progress.</param>
internal sealed class BacktestRun(IHistorySource source, SceneOptions options, TextWriter errors)
{
    // Of bursts: the same history gives the same figures.
    private const int Seed = 1;

    private readonly ProgressLine _progress = new(errors, !Console.IsErrorRedirected, TimeProvider.System);

    /// <summary>Runs it.</summary>
    /// <exception cref="HistoryException">The history cannot be used.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public async Task<ReportData> RunAsync(CancellationToken cancellation)
    {
        if (RulesComparison.ProblemOf(options.Rules) is { } problem)
            throw new HistoryException(problem);
        var reading = new RunProgress();
        var history = await _progress.ShowAsync("reading", reading, source.ReadAsync(cancellation));
        var overcommits = options.Sweep is { } sweep && options.Places(history) ? sweep.Steps : [];
        var run = await SimulateAsync(history, options.Overcommit, cancellation);
        var difference = options.Rules.Count == 0 ? (double?)null : await RulesComparison.LargestDifferenceAsync(options.Rules, run.With, cancellation);
        var began = Stopwatch.GetTimestamp();
        var points = new List<SweepPoint>();
        foreach (var overcommit in overcommits)
        {
            var other = await SimulateAsync(history, overcommit, cancellation);
            points.Add(new SweepPoint(overcommit, other.Scene.Hosts.Count, new RunFigures(other.With), new RunFigures(other.Without)));
        }

        if (points.Count > 0)
            await errors.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"balloon-exporter: the sweep of {points.Count} overcommits took {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s"));
        return new ReportData { Run = run, Sweep = points, HasBursts = options.Bursts, RulesDifferenceBytes = difference };
    }

    /// <summary>What was run, in words.</summary>
    public static string Summary(ReportData data)
    {
        var scene = data.Run.Scene;
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{scene.Hosts.Sum(host => host.Servers.Count)} servers on {scene.Hosts.Count} hosts{(scene.HostKib is { } kib ? $" of {ByteSize.Format(kib)}" : "")}, {scene.SoldRatio:0.##} times sold, {TimeText.Of(scene.History.StartsAt)} to {TimeText.Of(scene.History.StartsAt + scene.History.Seconds)}");
        if (scene.History.MomentsAboveSold is > 0 and var above)
            text += string.Create(CultureInfo.InvariantCulture, $"\n{above} moments of servers are above what was sold and are cut");
        if (data.RulesDifferenceBytes is { } bytes)
            text += string.Create(CultureInfo.InvariantCulture, $"\nlargest difference between the rules' targets and the run's own: {bytes:0} bytes");
        return scene.LeftOut.Count == 0
            ? text
            : $"{text}\nleft out, larger than a host: {string.Join(", ", scene.LeftOut.Select(server => $"{server.Name} ({ByteSize.Format(server.MaximumKib)})"))}";
    }

    private async Task<SceneRun> SimulateAsync(ServerHistory history, double overcommit, CancellationToken cancellation)
    {
        Scene scene;
        try
        {
            scene = options.Of(history, overcommit);
        }
        catch (FormatException exception)
        {
            throw new HistoryException($"{source.Name}: {exception.Message}", exception);
        }

        var setup = SimulationSetup.Of(history) with
        {
            Bursts = options.Bursts ? Bursts.BetweenSamples : null,
            ProbesPerHost = options.Rules.Count == 0 ? 0 : RulesComparison.ProbesPerHost(scene.Hosts.Count),
        };
        var progress = new RunProgress();
        var what = string.Create(CultureInfo.InvariantCulture, $"{scene.Hosts.Count} hosts, {scene.SoldRatio:0.##} times sold");
        return await _progress.ShowAsync(what, progress, Task.Run(() => SceneRun.Of(scene, setup, Seed, progress, cancellation), cancellation));
    }
}
