using System.Diagnostics;

namespace BalloonExporter.Lab.Health;

/// <summary>Has scenarios happen, and waits for each of their alerts to fire in Prometheus.</summary>
internal sealed class Provoker(PrometheusServer prometheus)
{
    // The slowest alert waits two minutes for a balloon by itself.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan CalmDown = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>All of them at once.</summary>
    public async Task<IReadOnlyList<Outcome>> RunAsync(IEnumerable<Scenario> scenarios) =>
        [.. (await Task.WhenAll(scenarios.Select(RunAsync))).SelectMany(outcomes => outcomes)];

    private async Task<IReadOnlyList<Outcome>> RunAsync(Scenario scenario)
    {
        if (scenario.ActAsync is not null && !await AreQuietAsync(scenario.Alerts))
            return Told([.. scenario.Alerts.Select(alert => new Outcome(alert.Name, scenario.How, null, "it, or another of them, was there before that"))]);

        // Awaited from the beginning: some alerts come and go while the rest of the scenario happens.
        using var stop = new CancellationTokenSource(Patience);
        var waiting = scenario.Alerts.Select(alert => WaitAsync(scenario.How, alert, stop.Token)).ToList();
        var problem = "";
        try
        {
            await (scenario.ActAsync?.Invoke() ?? Task.CompletedTask);
        }
        catch (Exception exception) when (exception is LabException or HttpRequestException or OperationCanceledException)
        {
            problem = exception.Message;
            await stop.CancelAsync();
        }

        var outcomes = await Task.WhenAll(waiting);
        Told([.. outcomes.Where(outcome => outcome.Fired is null).Select(outcome => problem.Length > 0 ? outcome with { Problem = problem } : outcome)]);
        return outcomes;
    }

    // An alert that fires anyway is not provoked by anything. One that is pending may pass: several exporters at one daemon now and then
    // get in each other's way for the length of a scrape.
    private async Task<bool> AreQuietAsync(IReadOnlyList<AwaitedAlert> alerts)
    {
        var watch = Stopwatch.StartNew();
        while ((await prometheus.AlertsAsync()).Any(active => alerts.Any(alert => alert.IsThis(active))))
        {
            if (watch.Elapsed > CalmDown)
                return false;
            await Task.Delay(Pause);
        }

        return true;
    }

    private async Task<Outcome> WaitAsync(string how, AwaitedAlert alert, CancellationToken stop)
    {
        var watch = Stopwatch.StartNew();
        while (!stop.IsCancellationRequested)
        {
            if ((await prometheus.AlertsAsync(CancellationToken.None)).Any(alert.IsMetBy))
                return Told([new Outcome(alert.Name, how, watch.Elapsed)])[0];
            await Task.WhenAny(Task.Delay(Pause, stop));
        }

        return new Outcome(alert.Name, how, null, $"not within {watch.Elapsed.TotalSeconds:0} s");
    }

    private static IReadOnlyList<Outcome> Told(IReadOnlyList<Outcome> outcomes)
    {
        foreach (var outcome in outcomes)
            Console.WriteLine(outcome);
        return outcomes;
    }
}
