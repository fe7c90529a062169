using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests;

/// <summary>A host that runs containers beside its virtual machines.</summary>
public sealed class ContainerTests(Host host) : IClassFixture<Host>
{
    private const double MiB = 1024 * 1024;

    [Fact]
    public async Task A_real_container_is_shown_beside_a_guest_and_left_alone_because_it_is_one()
    {
        await using var lxc = await PrivateLxc.StartAsync(host.Folder);
        await lxc.CreateContainerAsync("box", 64);
        await TinyDomains.CreateAsync(host.Libvirt, 1, "beside");
        await using var exporter = await ExporterProcess.StartAsync(
            host.Folder, Host.Binary, new ExporterOptions(host.Libvirt.Uri) { Arguments = [$"--libvirt.uri={lxc.Uri}"] });

        var page = await exporter.MetricsAsync();

        Assert.Equal(1, page.Value("balloon_libvirt_up"));
        Assert.Equal(1, page.Value("balloon_domain_info", ("domain", "box"), ("driver", "lxc")));
        Assert.Equal(1, page.Value("balloon_domain_info", ("domain", "beside-0000"), ("driver", "qemu")));
        Assert.Equal(0, page.Value("balloon_domain_managed", ("domain", "box")));
        Assert.Equal(1, page.Value("balloon_domain_unmanaged", ("domain", "box"), ("reason", "lxc")));
        Assert.Equal(64 * MiB, page.Value("balloon_domain_memory_current_bytes", ("domain", "box")));
        Assert.Equal(64 * MiB, page.Value("balloon_domain_memory_maximum_bytes", ("domain", "box")));
        Assert.True(page.Value("balloon_domain_host_resident_bytes", ("domain", "box")) > 0);
        // A container has neither a monitor nor a balloon driver.
        Assert.DoesNotContain(page.Samples, sample => sample["domain"] == "box"
            && (sample.Name.Contains("_guest_memory_") || sample.Name.Contains("working_set") || sample.Name.Contains("_control_")));

        await lxc.Virsh.RunAsync(["destroy", "box"]);
        Assert.DoesNotContain((await exporter.MetricsAsync()).Samples, sample => sample["domain"] == "box");
        await host.Libvirt.Virsh.DestroyAllAsync();
    }
}
