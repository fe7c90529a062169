using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests;

/// <summary>Memory that is plugged beside what a guest was started with, on a real guest that has the driver for it.</summary>
public sealed class MemoryDeviceTests(Host host) : IClassFixture<Host>
{
    private const long MiB = 1024 * 1024;
    private const int MaximumMib = 768;
    private const int PluggedMib = 256;
    private const int TakenMib = 64;
    private const int ModuleMib = 128;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_guest_with_plugged_memory_gets_all_back_and_a_plugged_module_ends_the_target()
    {
        await using var exporter = await ExporterProcess.StartAsync(host.Folder, Host.Binary, new ExporterOptions(host.Libvirt.Uri)
        {
            Mode = "act",
            Grace = "1s",
            TokenFile = await host.Folder.WriteAsync("token", "correct-horse-battery-staple\n"),
        });
        await using var guest = await Guest.StartAsync(
            host.Libvirt, new GuestOptions("resizable") { MemoryMib = MaximumMib, VirtioMemMib = 512, Autodeflate = false });
        await guest.WaitUntilBootedAsync();
        await UntilAsync("managed", page => page.Find("balloon_domain_managed", ("domain", guest.Name)) == 1 && Mib(page, "balloon_domain_working_set_bytes") > 0);
        Assert.Equal((MaximumMib, MaximumMib, 0), await SizesAsync());

        await host.Libvirt.Virsh.RunAsync(["update-memory-device", guest.Name, "--live", "--requested-size", $"{PluggedMib}MiB"]);
        await UntilAsync("plugged", page => Plugged(page) == PluggedMib);
        await UntilAsync("counted by the guest", page => Mib(page, "balloon_domain_guest_memory_total_bytes") > MaximumMib);
        Assert.Equal((MaximumMib, MaximumMib, PluggedMib), await SizesAsync());

        await AskAsync(MaximumMib - TakenMib, later: 0);
        await UntilAsync("taken", page => Mib(page, "balloon_domain_memory_current_bytes") == MaximumMib - TakenMib);
        await AskAsync(MaximumMib, later: 2);
        await UntilAsync("given back", page => Mib(page, "balloon_domain_memory_current_bytes") == MaximumMib);
        // Counted when the exporter itself looks next: a scrape alone counts nothing.
        await UntilAsync(
            "what has moved is counted",
            page => (Mib(page, "balloon_domain_removed_bytes_total"), Mib(page, "balloon_domain_added_bytes_total")) == (TakenMib, TakenMib));
        var page = await exporter.MetricsAsync();
        Assert.Equal(MaximumMib, Mib(page, "balloon_domain_target_bytes"));
        Assert.Equal(0, page.Value("balloon_domain_foreign_moves_total", ("domain", guest.Name)));

        var module = await host.Folder.WriteAsync(
            "module.xml", $"<memory model='dimm'><target><size unit='MiB'>{ModuleMib}</size><node>0</node></target></memory>");
        await host.Libvirt.Virsh.RunAsync(["attach-device", guest.Name, module, "--live"]);
        await UntilAsync(
            "a larger maximum and no target",
            page => Mib(page, "balloon_domain_memory_maximum_bytes") == MaximumMib + ModuleMib && Mib(page, "balloon_domain_target_bytes") is null);
        Assert.Equal(0, (await exporter.MetricsAsync()).Value("balloon_domain_foreign_moves_total", ("domain", guest.Name)));

        Task UntilAsync(string what, Func<MetricsPage, bool> holds) => Wait.UntilAsync(
            what, Patience, async () => holds(await exporter.MetricsAsync()), () => Task.FromResult(exporter.LogTail));

        long? Mib(MetricsPage page, string name) => (long?)(page.Find(name, ("domain", guest.Name)) / MiB);

        long? Plugged(MetricsPage page) =>
            (long?)(page.Find("balloon_domain_memory_device_bytes", ("domain", guest.Name), ("model", "virtio-mem")) / MiB);

        async Task<(long? Maximum, long? Current, long? Plugged)> SizesAsync()
        {
            var page = await exporter.MetricsAsync();
            return (Mib(page, "balloon_domain_memory_maximum_bytes"), Mib(page, "balloon_domain_memory_current_bytes"), Plugged(page));
        }

        async Task AskAsync(long targetMib, int later)
        {
            var alert = Payload.Alert(guest.Uuid, targetMib, evaluatedAt: TimeProvider.System.GetUtcNow().AddSeconds(later));
            var answer = await exporter.PostFeedbackAsync(Payload.Of(alert));
            Assert.Equal("applied", Assert.Single(Payload.Results(answer.Body)).Verdict);
        }
    }
}
