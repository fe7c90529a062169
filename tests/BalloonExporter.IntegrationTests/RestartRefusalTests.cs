using System.Net;
using System.Text.Json.Nodes;
using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests;

/// <summary>Real guests that a restart would not bring back as they were: refused, and not touched.</summary>
[Trait("suite", "adversary")]
public sealed class RestartRefusalTests(Host host) : IClassFixture<Host>
{
    private const int MaximumMib = 256;

    [Fact]
    public async Task A_guest_that_would_not_end_when_it_powers_off_is_refused()
    {
        await using var guest = await StartAsync("rebooting");
        await using var exporter = await host.StartActingExporterAsync();
        await host.Libvirt.Virsh.RunAsync(["set-lifecycle-action", guest.Name, "poweroff", "restart", "--live"]);

        await AssertRefusedAsync(exporter, guest, "on_poweroff");
    }

    [Fact]
    public async Task A_guest_with_a_managed_save_is_refused()
    {
        await using var guest = await StartAsync("saved");
        // A running guest has one when it was saved before and started from elsewhere: the daemon finds the file at its start.
        await host.Libvirt.KillAsync();
        foreach (var folder in (string[])[host.Folder.PathOf("cfg", "libvirt", "qemu", "save"), host.Folder.PathOf("cfg", "libvirt", "qemu", "lib", "save")])
        {
            Directory.CreateDirectory(folder);
            await File.WriteAllTextAsync(Path.Combine(folder, guest.Name + ".save"), "");
        }

        await host.Libvirt.RestartAsync();
        await using var exporter = await host.StartActingExporterAsync();

        await AssertRefusedAsync(exporter, guest, "managed_save");
    }

    private async Task<Guest> StartAsync(string name)
    {
        var guest = await Guest.StartAsync(host.Libvirt, new GuestOptions(name) { MemoryMib = MaximumMib, Persistent = true, PowerButton = true });
        await guest.WaitUntilBootedAsync();
        return guest;
    }

    private async Task AssertRefusedAsync(ExporterProcess exporter, Guest guest, string reason)
    {
        var process = guest.QemuProcessId;
        var answer = await exporter.SendAsync(HttpMethod.Post, $"/api/v1/domains/{guest.Uuid}/restart");

        Assert.True(answer.Status == HttpStatusCode.Conflict, answer.Body);
        Assert.Equal(reason, JsonNode.Parse(answer.Body)!["reason"]!.GetValue<string>());
        Assert.Equal(process, guest.QemuProcessId);
        Assert.Equal("running", (await host.Libvirt.Virsh.RunAsync(["domstate", guest.Name])).Trim());
    }
}
