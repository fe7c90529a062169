using BalloonExporter.Options;
using BalloonExporter.Policy;

namespace BalloonExporter.Tests.Fakes;

internal static class TestOptions
{
    public static ExporterOptions Observe { get; } = new()
    {
        LibvirtUris = [new Uri("test:///default")],
        LibvirtConnections = 2,
        GuestStatisticsPeriod = TimeSpan.FromSeconds(2),
        Mode = ExporterMode.Observe,
        ListenAddresses = [new ListenAddress("127.0.0.1", 0)],
        TelemetryPath = "/metrics",
        // Whatever is paused on the machine that runs the tests.
        PauseFile = new FileInfo("/nonexistent/pause"),
        // A test with a thousand domains is no plan gone mad.
        Limits = new Limits { BreakerDomains = 10_000, BreakerShare = 1000 },
    };

    public static ExporterOptions Act { get; } = Observe with
    {
        Mode = ExporterMode.Act,
        StatePath = Directory.CreateTempSubdirectory("balloon-state-"),
    };
}
