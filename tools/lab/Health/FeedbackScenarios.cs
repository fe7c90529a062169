namespace BalloonExporter.Lab.Health;

/// <summary>An exporter in act mode without a plan, that is sent what it must reject, and that is paused.</summary>
internal sealed class FeedbackScenarios
{
    private const int WrongMessages = 5;
    private readonly ExporterProcess _exporter;

    private FeedbackScenarios(ExporterProcess exporter) => _exporter = exporter;

    public static async Task<FeedbackScenarios> StartAsync(HealthLab lab) => new(await lab.StartActingExporterAsync(
        "nobody", $"--alertmanager.url=http://127.0.0.1:{FreePort.Find()}/", "--alertmanager.poll-interval=5s"));

    public IReadOnlyList<Scenario> All =>
    [
        Scenario.Given("an exporter in act mode without heartbeats", new AwaitedAlert("BalloonFeedbackSilent", _exporter.Address)),
        Scenario.Given("an Alertmanager to be asked that does not listen", new AwaitedAlert("BalloonPollFailing", _exporter.Address)),
        new($"{WrongMessages} messages with a wrong token", RejectAsync, new AwaitedAlert("BalloonFeedbackRejecting", _exporter.Address)),
        new("POST /api/v1/pause", () => _exporter.PauseAsync(), new AwaitedAlert("BalloonPausedTooLong", _exporter.Address)),
    ];

    private async Task RejectAsync()
    {
        for (var message = 0; message < WrongMessages; message++)
            await _exporter.PostFeedbackAsync(TargetAlert.Of(Guid.Empty, 512), "wrong");
    }
}
