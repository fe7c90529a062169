namespace BalloonExporter.IntegrationTests;

/// <summary>Domains whose memory a balloon cannot take, or only a part of it, as QEMU really runs them.</summary>
[Trait("suite", "adversary")]
public sealed class OddMemoryTests(Host host) : IClassFixture<Host>
{
    private const long MiB = 1024 * 1024;
    private const int MemoryMib = 64;
    private const int DeviceMib = 32;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Memory_that_no_balloon_can_take_is_seen_in_every_spelling_that_QEMU_starts_with()
    {
        (string Name, string? Reason, string Backing, string[] Arguments)[] domains =
        [
            ("huge-path", "hugepages", "", ["-object", $"memory-backend-file,id=extra,size=16M,mem-path={Path("hugepages-1")},share=on"]),
            ("huge-json", "hugepages", "", ["-object", $$"""{"qom-type":"memory-backend-file","id":"extra","size":16777216,"mem-path":"{{Path("hugepages-2")}}"}"""]),
            ("file", "memory_by_hand", "", ["--object", $"memory-backend-file,id=extra,size=16M,mem-path={Path("file-1")}"]),
            ("single-quotes", "memory_by_hand", "", ["-object", "{'qom-type':'memory-backend-ram','id':'extra','size':16777216}"]),
            ("allocated", "locked", "", ["-object", "memory-backend-ram,id=extra,size=16M,prealloc=on"]),
            ("allocated-all", "locked", "", ["-mem-prealloc"]),
            ("not-locked", null, "", ["-overcommit", "mem-lock=off"]),
            ("small-pages", null, "<hugepages><page size='4' unit='KiB'/></hugepages>", []),
            ("shared", null, "<source type='memfd'/><access mode='shared'/>", []),
        ];
        foreach (var (name, _, backing, arguments) in domains)
            await CreateAsync(name, backing: backing, arguments: arguments);
        try
        {
            await using var exporter = await host.StartActingExporterAsync();

            foreach (var (name, reason, _, _) in domains)
            {
                // The others have no guest, and say so: nothing about their memory is in the way.
                await Wait.UntilAsync($"{name}: {reason ?? "no_driver"}", Patience, async () =>
                    (await exporter.MetricsAsync()).Find("balloon_domain_unmanaged", ("domain", name), ("reason", reason ?? "no_driver")) == 1,
                    async () => string.Join('\n', (await exporter.MetricsAsync()).Text.Split('\n').Where(line => line.Contains("domain_unmanaged{", StringComparison.Ordinal))));
            }
        }
        finally
        {
            await DestroyAsync([.. domains.Select(domain => domain.Name)]);
        }
    }

    [Fact]
    public async Task Devices_that_are_no_memory_of_a_balloon_are_told_apart_from_its_maximum()
    {
        (string Model, string Device)[] devices =
        [
            ("nvdimm", $"<memory model='nvdimm'><source><path>{Path("nvdimm")}</path></source><target><size unit='MiB'>{DeviceMib}</size><node>0</node></target></memory>"),
        ];
        foreach (var (model, device) in devices)
            await CreateAsync(model, device: device);
        try
        {
            await using var exporter = await host.StartActingExporterAsync();

            foreach (var (model, _) in devices)
            {
                await Wait.UntilAsync(model, Patience, async () => (await exporter.MetricsAsync()).Find("balloon_domain_memory_device_bytes", ("domain", model), ("model", model)) is not null);
                var page = await exporter.MetricsAsync();
                Assert.Equal(DeviceMib * MiB, page.Value("balloon_domain_memory_device_bytes", ("domain", model), ("model", model)));
                Assert.Equal(MemoryMib * MiB, page.Value("balloon_domain_memory_maximum_bytes", ("domain", model)));
                Assert.Equal(MemoryMib * MiB, page.Value("balloon_domain_memory_current_bytes", ("domain", model)));
            }
        }
        finally
        {
            await DestroyAsync([.. devices.Select(each => each.Model)]);
        }
    }

    private string Path(string name) => host.Folder.PathOf("guests", name);

    // Without an operating system: what memory a domain is made of is seen without one.
    private async Task CreateAsync(string name, string backing = "", string device = "", string[]? arguments = null)
    {
        var file = await host.Folder.WriteAsync(System.IO.Path.Combine("guests", name + ".xml"), $"""
            <domain type='qemu' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
              <name>{name}</name>
              {(device.Length > 0 ? "<maxMemory slots='2' unit='MiB'>1024</maxMemory>" : "")}
              <memory unit='MiB'>{MemoryMib + (device.Length > 0 ? DeviceMib : 0)}</memory>
              {(backing.Length > 0 ? $"<memoryBacking>{backing}</memoryBacking>" : "")}
              <vcpu>1</vcpu>
              <os><type arch='x86_64' machine='q35'>hvm</type></os>
              <features><acpi/></features>
              <cpu mode='custom' match='exact'><model>qemu64</model>{(device.Length > 0 ? $"<numa><cell id='0' cpus='0' memory='{MemoryMib}' unit='MiB'/></numa>" : "")}</cpu>
              <devices>
                <controller type='usb' model='none'/>
                {device}
                <memballoon model='virtio'><stats period='2'/></memballoon>
              </devices>
              <qemu:commandline>{string.Concat((arguments ?? []).Select(argument => $"<qemu:arg value='{System.Security.SecurityElement.Escape(argument)}'/>"))}</qemu:commandline>
            </domain>
            """);
        await host.Libvirt.Virsh.RunAsync(["create", file]);
    }

    private async Task DestroyAsync(string[] names)
    {
        foreach (var name in names)
            await host.Libvirt.Virsh.RunAsync(["destroy", name]);
    }
}
