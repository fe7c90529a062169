namespace BalloonExporter.Lab.Soak;

/// <summary>What goes wrong on a host, one after another; each is over when its task is.</summary>
internal sealed class Failures(PrivateLibvirt libvirt, IReadOnlyList<Guest> guests, IReadOnlyList<string> tiny)
{
    private int _created;

    public IReadOnlyList<(string Name, Func<Task> HappenAsync)> All =>
    [
        ("a guest frozen and thawed", () => FrozenAsync(guests[0].QemuProcessId)),
        ("a domain created and destroyed", CreatedAndDestroyedAsync),
        ("a paused domain's QEMU frozen and thawed", () => FrozenAsync(libvirt.QemuProcessId(tiny[0]))),
        ("two frozen one after another", TwoFrozenAsync),
        ("the daemon frozen and thawed", () => FrozenAsync(libvirt.ProcessId)),
        ("the daemon killed and restarted", DaemonRestartedAsync),
    ];

    private static async Task FrozenAsync(int processId)
    {
        Signals.SendStop(processId);
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(6));
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
}
