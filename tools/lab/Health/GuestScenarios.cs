using System.Diagnostics;

namespace BalloonExporter.Lab.Health;

/// <summary>What happens to guests while the exporter only observes.</summary>
internal sealed class GuestScenarios
{
    private const int FloorMib = 256;

    // Beyond 6 % of what the balloon leaves a guest is under pressure; and a little more, it does not stand still.
    private const double ShortShare = 0.05;

    private readonly HealthLab _lab;
    private readonly Uri _exporter;
    private readonly Dictionary<string, Guest> _guests;

    private GuestScenarios(HealthLab lab, Uri exporter, IReadOnlyList<Guest> guests)
    {
        _lab = lab;
        _exporter = exporter;
        _guests = guests.ToDictionary(guest => guest.Name);
    }

    public static async Task<GuestScenarios> StartAsync(HealthLab lab)
    {
        var guests = await lab.StartGuestsAsync(
            new GuestOptions("silent") { MemoryMib = 256 },
            new GuestOptions("never-asked") { MemoryMib = 256, StatsPeriodSeconds = null },
            new GuestOptions("driverless") { MemoryMib = 256, BalloonDriver = false },
            new GuestOptions("starved") { MemoryMib = 512, Autodeflate = false },
            new GuestOptions("opted-out") { MemoryMib = 2048, Persistent = true },
            new GuestOptions("killed") { MemoryMib = 256, Persistent = true },
            new GuestOptions("frozen") { MemoryMib = 256 });
        var exporter = await lab.StartExporterAsync(new ExporterOptions(lab.Libvirt.Uri) { Floor = $"{FloorMib}MiB" });
        return new GuestScenarios(lab, exporter.Address, guests);
    }

    /// <param name="shortHost">The exporter whose guests may use less than the one that opts out was sold.</param>
    public IReadOnlyList<Scenario> All(Uri shortHost) =>
    [
        new("the guest's driver unloaded", () => _guests["silent"].UnloadDriverAsync(), About("BalloonStatisticsStale", "silent")),
        Scenario.Given("a guest without a statistics period", About("BalloonStatisticsNeverPolled", "never-asked")),
        Scenario.Given("a guest without a driver", About("BalloonDriverMissing", "driverless")),
        new("QEMU ended with SIGKILL", KillAsync, About("BalloonGuestCrashed", "killed")),
        new("a guest taken down to its floor with virsh and filled", StarveAsync, About("BalloonGuestStarvedAtFloor", "starved"), About("BalloonGuestUnderPressure", "starved")),
        new("policy set --enabled=no for a running guest that was sold most of a budget", OptOutAsync,
            About("BalloonRestartRequired", "opted-out"), new AwaitedAlert("BalloonOptedOutShareTooHigh", shortHost)),
    ];

    /// <summary>To be the last one: virsh hangs at a frozen guest.</summary>
    public Scenario Frozen => new("QEMU stopped with SIGSTOP", FreezeAsync, About("BalloonMonitorStuck", "frozen"));

    private AwaitedAlert About(string alert, string domain) => new(alert, _exporter, domain);

    private async Task StarveAsync()
    {
        var guest = _guests["starved"];
        await guest.SetMemoryAsync(FloorMib);
        while ((await guest.StatisticsAsync()).CurrentKib > FloorMib * 1024)
            await Task.Delay(TimeSpan.FromMilliseconds(200));
        // Nearly to the edge at once and then with care: beyond it the guest's kernel would kill what fills it.
        await guest.FillAsync("load", await AvailableMibAsync(guest) - 30);
        while (await AvailableMibAsync(guest) > ShortShare * FloorMib)
            await guest.FillAsync("load", 3);
    }

    private static async Task<int> AvailableMibAsync(Guest guest) => (int)((await guest.MemInfoAsync()).AvailableKib / 1024);

    private Task<string> OptOutAsync() => _lab.RunAsync("policy", "set", "opted-out", "--enabled=no", $"--libvirt.uri={_lab.Libvirt.Uri}");

    private Task KillAsync()
    {
        using var qemu = Process.GetProcessById(_guests["killed"].QemuProcessId);
        qemu.Kill();
        return Task.CompletedTask;
    }

    private Task FreezeAsync()
    {
        _guests["frozen"].Freeze();
        return Task.CompletedTask;
    }
}
