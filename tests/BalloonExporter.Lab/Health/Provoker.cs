using System.Diagnostics;

namespace BalloonExporter.Lab.Health;

/// <summary>Has scenarios happen, and waits for each of their alerts to fire in Prometheus.</summary>
internal sealed class Provoker(PrometheusServer prometheus)
{
    // The slowest alert waits two minutes for a balloon by itself.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    public async Task<IReadOnlyList<Outcome>> RunAsync(IEnumerable<Scenario> scenarios) =>
        [.. (await Task.WhenAll(scenarios.Select(RunAsync))).SelectMany(outcomes => outcomes)];

    private async Task<IReadOnlyList<Outcome>> RunAsync(Scenario scenario)
    {
        // Awaited from the beginning: some alerts come and go while the rest of the scenario happens.
        using var stop = new CancellationTokenSource(Patience);
        var watch = Stopwatch.StartNew();
        var waiting = scenario.Alerts.Select(alert => WaitAsync(scenario, alert, watch, stop.Token)).ToList();
        var problem = "";
        try
        {
            await scenario.ActAsync();
        }
        catch (LabException exception)
        {
            problem = exception.Message;
            await stop.CancelAsync();
        }

        var outcomes = (await Task.WhenAll(waiting)).Select(outcome => outcome.Fired is null && problem.Length > 0 ? outcome with { Problem = problem } : outcome).ToList();
        outcomes.Where(outcome => outcome.Fired is null).ToList().ForEach(Console.WriteLine);
        return outcomes;
    }

    private async Task<Outcome> WaitAsync(Scenario scenario, AwaitedAlert alert, Stopwatch watch, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            if ((await prometheus.AlertsAsync(CancellationToken.None)).Any(alert.IsMetBy))
            {
                var outcome = new Outcome(alert.Name, scenario.How, watch.Elapsed);
                Console.WriteLine(outcome);
                return outcome;
            }

            await Task.WhenAny(Task.Delay(Pause, stop));
        }

        return new Outcome(alert.Name, scenario.How, null, $"not within {watch.Elapsed.TotalSeconds:0} s");
    }
}
