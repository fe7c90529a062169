using BalloonExporter.Core.Policy;
using BalloonExporter.Core.Ports;
using BalloonExporter.Options;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Tests.Fakes;

internal static class TestOptions
{
    private static readonly DirectoryInfo States = Directory.CreateTempSubdirectory("balloon-states-");

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
        StatePath = new DirectoryInfo(Path.Combine(States.FullName, "observe")),
        // No test may take the socket of an exporter that runs on this machine.
        Api = new ApiOptions { Socket = null },
        // A test with a thousand domains is no plan gone mad.
        Limits = new Limits { BreakerDomains = 10_000, BreakerShare = 1000 },
    };

    static TestOptions() => AppDomain.CurrentDomain.ProcessExit += (_, _) => States.Delete(recursive: true);

    /// <summary>Each time with a state of its own: no test remembers what another one took.</summary>
    public static ExporterOptions Act => Observe with
    {
        Mode = ExporterMode.Act,
        StatePath = new DirectoryInfo(Path.Combine(States.FullName, Guid.NewGuid().ToString("N"))),
        RuntimeFolder = new DirectoryInfo(Path.Combine(States.FullName, Guid.NewGuid().ToString("N"))),
    };

    /// <summary>The role of the one exporter that acts.</summary>
    public static ActingRole ActsNow()
    {
        var role = new ActingRole();
        role.Take(isHeld: () => true);
        return role;
    }

    /// <summary>The role of an exporter that is alone on its host.</summary>
    public static ActingRole RoleOf(ExporterOptions options) => options.Mode == ExporterMode.Act ? ActsNow() : new ActingRole();
}
