namespace BalloonExporter.Lab.Health;

/// <summary>
/// Provokes each alert for people once: real guests, exporters and one Prometheus with the shipped rules. Those that would need a
/// starving machine are named with the test that shows them.
/// </summary>
internal sealed class HealthCommand(string exporter)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    public async Task<int> RunAsync()
    {
        try
        {
            return await ProvokeAsync();
        }
        catch (LabException exception)
        {
            Console.WriteLine($"FAILED   {exception.Message}");
            return 1;
        }
    }

    private async Task<int> ProvokeAsync()
    {
        await using var folder = await LabFolder.CreateAsync();
        await using var libvirt = await PrivateLibvirt.StartAsync(folder);
        await using var lab = new HealthLab(libvirt, exporter);
        var unreachable = await UnreachableScenarios.StartAsync(lab);
        var feedback = await FeedbackScenarios.StartAsync(lab);
        var guests = await GuestScenarios.StartAsync(lab);
        var backoff = await BackoffScenarios.StartAsync(lab);
        var host = await HostScenarios.StartAsync(lab);
        await using var prometheus = await PrometheusServer.StartAsync(folder, new PrometheusOptions
        {
            Targets = [.. lab.Targets, unreachable.Dead],
            RuleFiles = await HealthRules.ShortenAsync(folder),
            ScrapeInterval = Interval,
            EvaluationInterval = Interval,
        });

        // What is wrong from the beginning first, while all guests are at rest; what disturbs all others last.
        var provoker = new Provoker(prometheus);
        List<Scenario> scenarios = [.. unreachable.All, .. host.All, .. feedback.All, .. guests.All(host.Critical), .. backoff.All];
        List<Outcome> outcomes =
        [
            .. await provoker.RunAsync(scenarios.Where(scenario => scenario.ActAsync is null)),
            .. await provoker.RunAsync(scenarios.Where(scenario => scenario.ActAsync is not null)),
            .. await provoker.RunAsync([guests.Frozen, PlannerScenario.Of(prometheus)]),
        ];
        return await JudgeAsync(outcomes);
    }

    private static async Task<int> JudgeAsync(List<Outcome> outcomes)
    {
        var bad = outcomes.Exists(outcome => outcome.Fired is null);
        foreach (var alert in Unprovoked.All)
        {
            var shown = await alert.IsShownAsync();
            Console.WriteLine(shown ? alert : $"FAILED   {alert.Alert}: its test in tests/alerts/{alert.Test} does not have it fire");
            bad |= !shown;
        }

        var known = outcomes.Select(outcome => outcome.Alert).Concat(Unprovoked.All.Select(alert => alert.Alert)).ToHashSet();
        var all = await HealthRules.AlertsAsync();
        foreach (var alert in all.Where(alert => !known.Contains(alert)))
        {
            Console.WriteLine($"FAILED   {alert}: no scenario provokes it");
            bad = true;
        }

        Console.WriteLine($"{outcomes.Count(outcome => outcome.Fired is not null)} of {all.Count} alerts fired, {Unprovoked.All.Count} are not provoked here");
        return bad ? 1 : 0;
    }
}
