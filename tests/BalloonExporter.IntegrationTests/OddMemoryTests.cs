namespace BalloonExporter.IntegrationTests;

/// <summary>Domains whose memory a balloon cannot take, or only a part of it, as QEMU really runs them.</summary>
[Trait("suite", "adversary")]
public sealed class OddMemoryTests(Host host) : IClassFixture<Host>
{
    private const long MiB = 1024 * 1024;
    private const int MemoryMib = 64;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Memory_that_no_balloon_can_take_is_seen_in_every_spelling_that_QEMU_starts_with()
    {
        (string Name, string? Reason, string Backing, string[] Arguments)[] domains =
        [
            ("huge-path", "hugepages", "", ["-object", $"memory-backend-file,id=extra,size=16M,mem-path={Path("hugepages-1")},share=on"]),
            ("huge-json", "hugepages", "", ["-object", $$"""{"qom-type":"memory-backend-file","id":"extra","size":16777216,"mem-path":"{{Path("hugepages-2")}}"}"""]),
            ("file", "memory_by_hand", "", ["--object", $"memory-backend-file,id=extra,size=16M,mem-path={Path("file-1")}"]),
            ("mixed-quotes", "memory_by_hand", "", ["-object", $$"""{'qom-type':'memory-backend-file','id':'extra','size':16777216,'mem-path':'{{Path("file-2")}}"x'}"""]),
            ("escaped-quotes", "memory_by_hand", "", ["-object", $$"""{'id':'extra',"qom-type":"memory-backend-file",'size':16777216,'mem-path':'{{Path("file-3")}}\'x'}"""]),
            ("written-in-code", "hugepages", "", ["-object", $$"""{"qom-type":"memory-backend-file","id":"extra","size":16777216,"mem-path":"{{Path("hu")}}\u0067epages-3"}"""]),
            ("machine", "memory_by_hand", "", ["-object", $"memory-backend-ram,id=all,size={MemoryMib}M", "-machine", "memory-backend=all"]),
            ("module", "memory_by_hand", "", ["-m", $"{MemoryMib},slots=1,maxmem=1G", "-object", "memory-backend-ram,id=extra,size=128M", "-device", "pc-dimm,memdev=extra"]),
            ("default-allocated", "locked", "", ["-global", "driver=memory-backend-ram,property=prealloc,value=on"]),
            ("default-allocated-in-disorder", "locked", "", ["-global", "value=on,property=prealloc,driver=memory-backend"]),
            ("default-not-allocated", null, "", ["-global", "driver=memory-backend-ram,property=prealloc,value=off"]),
            ("from-a-file", "memory_by_hand", "", ["-readconfig", Path("more.cfg")]),
            ("immediate", "locked", "<allocation mode='immediate'/>", []),
            ("on-demand", null, "<allocation mode='ondemand'/><discard/>", []),
            ("in-a-file", null, "<source type='file'/>", []),
            ("small-pages-in-bytes", null, "<hugepages><page size='4096' unit='bytes'/></hugepages>", []),
            ("single-quotes", "memory_by_hand", "", ["-object", "{'qom-type':'memory-backend-ram','id':'extra','size':16777216}"]),
            ("allocated", "locked", "", ["-object", "memory-backend-ram,id=extra,size=16M,prealloc=on"]),
            ("allocated-all", "locked", "", ["-mem-prealloc"]),
            ("not-locked", null, "", ["-overcommit", "mem-lock=off"]),
            ("small-pages", null, "<hugepages><page size='4' unit='KiB'/></hugepages>", []),
            ("shared", null, "<source type='memfd'/><access mode='shared'/>", []),
        ];
        await host.Folder.WriteAsync(System.IO.Path.Combine("guests", "more.cfg"), "[object \"extra\"]\n  qom-type = \"memory-backend-ram\"\n  size = \"16M\"\n");
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
    public async Task Only_plain_modules_count_as_memory_of_a_balloon_from_the_start_or_plugged_later()
    {
        (string Name, string Model, int Mib, int PresentMib, int MaximumMib, string Source, string Target)[] devices =
        [
            ("nvdimm", "nvdimm", 32, 32, MemoryMib, $"<path>{Path("nvdimm-1")}</path>", ""),
            ("labelled", "nvdimm", 256, 256, MemoryMib, $"<path>{Path("nvdimm-2")}</path>", "<label><size unit='KiB'>128</size></label>"),
            ("resizable", "virtio-mem", 128, 0, MemoryMib, "", "<block unit='MiB'>2</block><requested unit='MiB'>0</requested>"),
            ("module", "dimm", 128, 128, MemoryMib + 128, "", ""),
        ];
        foreach (var (name, model, mib, _, _, source, target) in devices)
            await CreateAsync(name, deviceMib: mib, device: Device(model, mib, source, target));
        try
        {
            await using var exporter = await host.StartActingExporterAsync();
            foreach (var (name, model, _, presentMib, maximumMib, _, _) in devices)
                await UntilAsync(name, model, presentMib, maximumMib);

            await AttachAsync("module", Device("dimm", 256, "", ""));
            await UntilAsync("module", "dimm", 128 + 256, MemoryMib + 128 + 256);
            await AttachAsync("nvdimm", Device("nvdimm", 64, $"<path>{Path("nvdimm-3")}</path>", ""));
            await UntilAsync("nvdimm", "nvdimm", 32 + 64, MemoryMib);
            await AttachAsync("labelled", Device("virtio-mem", 64, "", "<block unit='MiB'>2</block><requested unit='MiB'>0</requested>"));
            await UntilAsync("labelled", "virtio-mem", 0, MemoryMib);

            Task UntilAsync(string name, string model, long presentMib, long maximumMib) => Wait.UntilAsync(
                $"{name}: {presentMib} MiB of {model}, {maximumMib} MiB at most",
                Patience,
                async () =>
                {
                    var page = await exporter.MetricsAsync();
                    return page.Find("balloon_domain_memory_device_bytes", ("domain", name), ("model", model)) == presentMib * MiB
                        && page.Find("balloon_domain_memory_maximum_bytes", ("domain", name)) == maximumMib * MiB
                        && page.Find("balloon_domain_memory_current_bytes", ("domain", name)) == maximumMib * MiB;
                },
                async () => string.Join('\n', (await exporter.MetricsAsync()).Text.Split('\n').Where(line => line.Contains($"domain=\"{name}\"", StringComparison.Ordinal))));
        }
        finally
        {
            await DestroyAsync([.. devices.Select(each => each.Name)]);
        }
    }

    private static string Device(string model, int mib, string source, string target) =>
        $"<memory model='{model}'>{(source.Length > 0 ? $"<source>{source}</source>" : "")}<target><size unit='MiB'>{mib}</size><node>0</node>{target}</target></memory>";

    private async Task AttachAsync(string name, string device) =>
        await host.Libvirt.Virsh.RunAsync(["attach-device", name, await host.Folder.WriteAsync("device.xml", device), "--live"]);

    private string Path(string name) => host.Folder.PathOf("guests", name);

    // Without an operating system: what memory a domain is made of is seen without one.
    private async Task CreateAsync(string name, string backing = "", string device = "", int deviceMib = 0, string[]? arguments = null)
    {
        var file = await host.Folder.WriteAsync(System.IO.Path.Combine("guests", name + ".xml"), $"""
            <domain type='qemu' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
              <name>{name}</name>
              {(device.Length > 0 ? "<maxMemory slots='8' unit='MiB'>2048</maxMemory>" : "")}
              <memory unit='MiB'>{MemoryMib + deviceMib}</memory>
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
