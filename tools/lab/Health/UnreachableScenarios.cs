namespace BalloonExporter.Lab.Health;

/// <summary>An exporter that is not there, and one whose daemon is not.</summary>
internal sealed class UnreachableScenarios
{
    private readonly Uri _alone;

    private UnreachableScenarios(Uri alone) => _alone = alone;

    /// <summary>Where there is no listener.</summary>
    public Uri Dead { get; } = new($"http://127.0.0.1:{FreePort.Find()}/");

    public static async Task<UnreachableScenarios> StartAsync(HealthLab lab) => new(
        (await lab.StartExporterAsync(new ExporterOptions($"qemu:///session?socket={lab.Libvirt.Folder.PathOf("absent")}"))).Address);

    public IReadOnlyList<Scenario> All =>
    [
        Scenario.Given("a target that does not listen", new AwaitedAlert("BalloonExporterDown", Dead)),
        Scenario.Given("an override for an instance that no exporter has", new AwaitedAlert("BalloonOverrideUnmatched", HealthRules.Nobody)),
        Scenario.Given("exporters of one job in both modes", new AwaitedAlert("BalloonMixedModes", null)),
        Scenario.Given("an exporter of a socket that does not exist", new AwaitedAlert("BalloonLibvirtDown", _alone)),
    ];
}
