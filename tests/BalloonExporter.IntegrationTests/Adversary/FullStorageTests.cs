using BalloonExporter.Lab;
using BalloonExporter.Lab.Soak;

namespace BalloonExporter.IntegrationTests.Adversary;

/// <summary>A guest whose disk lies on storage that is full: QEMU pauses it with its first write.</summary>
[Trait("suite", "adversary")]
public sealed class FullStorageTests(Host host) : IClassFixture<Host>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_guest_paused_by_full_storage_has_failed_by_an_io_error_until_it_runs_again()
    {
        await using var storage = await SmallDisk.MountAsync(host.Folder);
        await using var guest = await Guest.StartAsync(host.Libvirt, new GuestOptions("full-storage") { MemoryMib = 256, DiskMib = 64, DiskFolder = storage.Path });
        await guest.WaitUntilBootedAsync();
        await using var exporter = await ExporterProcess.StartAsync(host.Folder, Host.Binary, new ExporterOptions(host.Libvirt.Uri));
        Assert.Null(await FailedAsync());

        storage.Fill();
        var written = guest.SwapOnAsync();
        await Wait.UntilAsync("paused by an I/O error", Patience, async () => await FailedAsync() == 1, () => Task.FromResult(exporter.LogTail));

        storage.Empty();
        await guest.ResumeAsync();
        await written;
        await Wait.UntilAsync("running again", Patience, async () => await FailedAsync() is null, () => Task.FromResult(exporter.LogTail));

        async Task<double?> FailedAsync() =>
            (await exporter.MetricsAsync()).Find("balloon_domain_failed", ("domain", guest.Name), ("uuid", guest.Uuid.ToString()), ("reason", "io_error"));
    }
}
