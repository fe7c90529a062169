using System.Diagnostics;

namespace BalloonExporter.Lab.Soak;

/// <summary>What goes wrong on a host, one after another; each is over when its task is.</summary>
internal sealed class Failures(
    PrivateLibvirt libvirt, IReadOnlyList<Guest> guests, IReadOnlyList<string> tiny, SoakedExporter exporter, Feeder feeder, SoakKeys keys, FakedClock clock, SmallDisk disk)
{
    private static readonly TimeSpan ClockStep = TimeSpan.FromHours(1);
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(6);

    private readonly List<string> _problems = [];
    private int _created;

    /// <summary>What was not as it should be.</summary>
    public IReadOnlyList<string> Problems => _problems;

    public IReadOnlyList<(string Name, Func<Task> HappenAsync)> All =>
    [
        ("a guest frozen and thawed", () => FrozenAsync(guests[0].QemuProcessId)),
        ("a domain created and destroyed", CreatedAndDestroyedAsync),
        ("a paused domain's QEMU frozen and thawed", () => FrozenAsync(libvirt.QemuProcessId(tiny[0]))),
        ("two frozen one after another", TwoFrozenAsync),
        ("the daemon frozen and thawed", () => FrozenAsync(libvirt.ProcessId)),
        ("the daemon killed and restarted", DaemonRestartedAsync),
        ("a guest started and destroyed", GuestComesAndGoesAsync),
        ("the clock an hour ahead and back", () => ClockSteppedAsync(ClockStep)),
        ("the clock an hour behind and back", () => ClockSteppedAsync(-ClockStep)),
        ("the disk full and emptied", DiskFilledAsync),
        ("certificate and token replaced", KeysReplacedAsync),
    ];

    private static async Task FrozenAsync(int processId)
    {
        Signals.SendStop(processId);
        try
        {
            await Task.Delay(Lasts);
        }
        finally
        {
            Signals.SendContinue(processId);
        }
    }

    private async Task TwoFrozenAsync()
    {
        var first = FrozenAsync(libvirt.QemuProcessId(tiny[1]));
        await Task.Delay(TimeSpan.FromSeconds(2));
        await Task.WhenAll(first, FrozenAsync(libvirt.QemuProcessId(tiny[2])));
    }

    private async Task CreatedAndDestroyedAsync()
    {
        var domains = await TinyDomains.CreateAsync(libvirt, 1, $"fleeting-{_created++}");
        await Task.Delay(TimeSpan.FromSeconds(2));
        await libvirt.Virsh.RunAsync(["destroy", domains.Keys.Single()]);
    }

    private async Task DaemonRestartedAsync()
    {
        await libvirt.KillAsync();
        await Task.Delay(TimeSpan.FromSeconds(3));
        await libvirt.RestartAsync();
    }

    private async Task GuestComesAndGoesAsync()
    {
        await using var guest = await Guest.StartAsync(libvirt, new GuestOptions(FormattableString.Invariant($"soak-guest-{_created++}")) { MemoryMib = 512 });
        await guest.WaitUntilBootedAsync();
        await guest.FillAsync("work", 150);
    }

    private async Task ClockSteppedAsync(TimeSpan step)
    {
        clock.Set(step);
        await Task.Delay(Lasts);
        clock.Set(TimeSpan.Zero);
    }

    private async Task DiskFilledAsync()
    {
        feeder.DiskIsFull = true;
        disk.Fill();
        await Task.Delay(Lasts);
        disk.Empty();
        // An alert that is on its way now may still have met the full disk.
        await Task.Delay(TimeSpan.FromSeconds(1));
        feeder.DiskIsFull = false;
    }

    private async Task KeysReplacedAsync()
    {
        await keys.RotateAsync();
        var shown = "";
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < Lasts && shown != keys.Thumbprint)
        {
            using var client = exporter.NewClient(seen => shown = seen);
            using var answer = await client.GetAsync(new Uri("/-/healthy", UriKind.Relative));
        }

        if (shown != keys.Thumbprint)
            _problems.Add($"the certificate that was replaced is still shown after {Lasts.TotalSeconds:0} s");
    }
}
