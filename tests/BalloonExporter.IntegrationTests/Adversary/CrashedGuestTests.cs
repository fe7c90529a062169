using System.Diagnostics;
using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests.Adversary;

/// <summary>A guest whose QEMU dies, as the kernel's OOM killer or a fault of QEMU ends it.</summary>
[Trait("suite", "adversary")]
public sealed class CrashedGuestTests(Host host) : IClassFixture<Host>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_guest_with_a_killed_QEMU_has_crashed_until_its_next_start_and_a_stopped_one_has_not()
    {
        await using var killed = await Guest.StartAsync(host.Libvirt, new GuestOptions("killed") { MemoryMib = 256, Persistent = true });
        await using var stopped = await Guest.StartAsync(host.Libvirt, new GuestOptions("stopped") { MemoryMib = 256, Persistent = true });
        await using var exporter = await ExporterProcess.StartAsync(host.Folder, Host.Binary, new ExporterOptions(host.Libvirt.Uri));
        Assert.Null(await CrashedAsync(killed));

        using (var qemu = Process.GetProcessById(killed.QemuProcessId))
            qemu.Kill();
        await stopped.DestroyAsync();
        await Wait.UntilAsync("crashed", Patience, async () => await CrashedAsync(killed) == 1, () => Task.FromResult(exporter.LogTail));
        Assert.Null(await CrashedAsync(stopped));

        await host.Libvirt.Virsh.RunAsync(["start", killed.Name]);
        await Wait.UntilAsync("started again", Patience, async () => await CrashedAsync(killed) is null, () => Task.FromResult(exporter.LogTail));

        async Task<double?> CrashedAsync(Guest guest) =>
            (await exporter.MetricsAsync()).Find("balloon_domain_failed", ("domain", guest.Name), ("uuid", guest.Uuid.ToString()), ("reason", "crashed"));
    }
}
