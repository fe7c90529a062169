using System.CommandLine;
using System.Runtime.InteropServices;
using BalloonExporter.Backtest.Output;
using BalloonExporter.Core.Model;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Cli.Backtesting;

/// <summary><c>backtest</c>: what act mode would have won on a history, and at which price.</summary>
internal sealed class BacktestCommand : Command
{
    // As a shell reports a program that SIGINT ended.
    private const int Interrupted = 130;

    private readonly HistoryFlags _history = new();
    private readonly SceneFlags _scene = new();
    private readonly OutputFlags _output = new();

    public BacktestCommand()
        : base(
            "backtest",
            "Runs plan, guard-rails and reflexes over a history of servers in simulated time, and prints what act mode would have won and which servers it would have hurt. Moves nothing. " +
            "Exit codes: 0 done, 1 a result could not be written, 2 bad options, or no such history, 130 interrupted.")
    {
        foreach (var option in (IEnumerable<Option>)[.. _history.Options, .. _scene.Options, .. _output.Options])
            Options.Add(option);
        Validators.Add(_history.Validate);
        SetAction((result, _) => RunAsync(result));
    }

    private async Task<int> RunAsync(ParseResult result)
    {
        var (output, errors) = (result.InvocationConfiguration.Output, result.InvocationConfiguration.Error);
        using var interrupt = new CancellationTokenSource();
        using var ofTerminal = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var ofOthers = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        try
        {
            if (_output.ProblemOf(result) is { } problem)
                return await RefuseAsync(problem);
            var backtest = new BacktestRun(_history.Source(result, new SteadyClock(TimeProvider.System)), _scene.Read(result), errors);
            var data = await backtest.RunAsync(interrupt.Token);
            output.WriteLine(BacktestRun.Summary(data));
            TextTable.Write(FigureList.Rows(data.With, data.Without), output);
            SweepTable.Write(data.Sweep, output);
            await output.WriteLineAsync(data.Advice);
            return await _output.WriteAsync(result, data);
        }
        catch (HistoryException exception)
        {
            return await RefuseAsync(exception.Message);
        }
        catch (OperationCanceledException)
        {
            await errors.WriteLineAsync("balloon-exporter: interrupted, nothing was written");
            return Interrupted;
        }

        async Task<int> RefuseAsync(string problem)
        {
            await errors.WriteLineAsync($"balloon-exporter: {problem}");
            return ExitCode.Usage;
        }

        void End(PosixSignalContext context)
        {
            context.Cancel = true;
            interrupt.Cancel();
        }
    }
}
