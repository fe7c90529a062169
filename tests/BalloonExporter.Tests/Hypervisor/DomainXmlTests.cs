using System.Xml;
using BalloonExporter.Domains;
using BalloonExporter.Hypervisor;

namespace BalloonExporter.Tests.Hypervisor;

public sealed class DomainXmlTests
{
    [Fact]
    public void A_running_qemu_domain_is_read() => Assert.Equal(
        new DomainFacts
        {
            Driver = "qemu",
            Title = "Shop of A & B",
            Machine = "pc-q35-7.2",
            Architecture = "x86_64",
            BalloonModel = "virtio",
            AutoDeflate = true,
            FreePageReporting = true,
            StatisticsPeriod = TimeSpan.FromSeconds(2),
            Vfio = false,
            Hugepages = false,
            MemoryLocked = false,
            MemoryImmediate = false,
        },
        Read("qemu-full.xml", "qemu"));

    [Fact]
    public void Attributes_that_nobody_set_are_off_and_without_a_period_nobody_asks_the_guest() => Assert.Equal(
        new DomainFacts
        {
            Driver = "qemu",
            Machine = "pc-i440fx-7.2",
            Architecture = "i686",
            BalloonModel = "virtio",
            AutoDeflate = false,
            FreePageReporting = false,
            StatisticsPeriod = TimeSpan.Zero,
            Vfio = false,
            Hugepages = false,
            MemoryLocked = false,
            MemoryImmediate = false,
        },
        Read("qemu-plain.xml", "qemu"));

    [Fact]
    public void A_balloon_that_was_switched_off_is_told() => Assert.Equal("none", Read("qemu-none.xml", "qemu").BalloonModel);

    [Fact]
    public void A_container_has_no_balloon_and_nothing_is_known_of_one() => Assert.Equal(
        Nothing("lxc") with { Architecture = "x86_64" }, Read("lxc.xml", "lxc"));

    [Fact]
    public void What_pins_the_guests_memory_is_told()
    {
        var facts = Read("qemu-pinned.xml", "qemu");

        Assert.Equal((true, true, true, true), (facts.Vfio, facts.Hugepages, facts.MemoryLocked, facts.MemoryImmediate));
        Assert.Equal("sev", facts.LaunchSecurity);
    }

    [Theory]
    [InlineData("<hostdev mode='subsystem' type='pci'/>", true)]
    [InlineData("<hostdev mode='subsystem' type='mdev' model='vfio-pci'/>", true)]
    [InlineData("<interface type='hostdev'/>", true)]
    [InlineData("<interface type='vdpa'/>", true)]
    [InlineData("<disk type='nvme'/>", true)]
    [InlineData("<disk type='vhostvdpa'/>", true)]
    [InlineData("<disk type='file'/><interface type='bridge'/>", false)]
    [InlineData("<hostdev mode='subsystem' type='usb'/><hostdev mode='subsystem' type='scsi'/>", false)]
    [InlineData("<controller type='pci'/>", false)]
    public void Devices_that_reach_into_the_guests_memory_are_found(string devices, bool vfio) =>
        Assert.Equal(vfio, DomainXml.Read($"<domain><devices>{devices}</devices></domain>", "qemu").Vfio);

    [Theory]
    [InlineData("vfio-pci,host=01:00.0", true)]
    [InlineData("virtio-rng-pci", false)]
    public void A_device_given_to_QEMU_by_hand_is_found_too(string argument, bool vfio) => Assert.Equal(
        vfio,
        DomainXml.Read(
            $"<domain xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'><qemu:commandline><qemu:arg value='-device'/><qemu:arg value='{argument}'/>" +
            "</qemu:commandline></domain>",
            "qemu").Vfio);

    [Theory]
    [InlineData("<source><pagesize unit='KiB'>2048</pagesize></source>", true)]
    [InlineData("<target><size unit='KiB'>524288</size></target>", false)]
    public void A_plugged_module_of_huge_pages_is_found(string module, bool hugepages) => Assert.Equal(
        hugepages, DomainXml.Read($"<domain><devices><memory model='dimm'>{module}</memory></devices></domain>", "qemu").Hugepages);

    [Theory]
    [InlineData("<allocation mode='ondemand'/>")]
    [InlineData("<allocation threads='8'/>")]
    [InlineData("<nosharepages/>")]
    public void Memory_allocated_as_it_is_used_is_not_immediate(string backing) => Assert.False(
        DomainXml.Read($"<domain><memoryBacking>{backing}</memoryBacking></domain>", "qemu").MemoryImmediate);

    [Fact]
    public void OpenStacks_names_are_read() => Assert.Equal(
        new OpenStackInstance("web & shop", "m1.small", "customers", "alice"), Read("openstack.xml", "qemu").OpenStack);

    [Fact]
    public void OpenStacks_older_metadata_is_read_and_what_is_missing_is_absent() => Assert.Equal(
        new OpenStackInstance("web", null, null, null),
        DomainXml.Read(
            "<domain><metadata><n:instance xmlns:n='http://openstack.org/xmlns/libvirt/nova/1.0'><n:name>web</n:name></n:instance></metadata></domain>",
            "qemu").OpenStack);

    [Fact]
    public void Somebody_elses_instance_is_not_OpenStacks() => Assert.Null(
        DomainXml.Read("<domain><metadata><x:instance xmlns:x='http://example.org/'><x:name>web</x:name></x:instance></metadata></domain>", "qemu").OpenStack);

    [Fact]
    public void Ovirts_metadata_is_read() => Assert.Equal(new OvirtMachine("4.7", 1024 * 1024), Read("ovirt.xml", "qemu").Ovirt);

    [Fact]
    public void Ovirts_metadata_is_read_as_its_engine_writes_it() => Assert.Equal(
        new OvirtMachine("4.2", 2048 * 1024),
        DomainXml.Read(
            "<domain xmlns:o='http://ovirt.org/vm/1.0'><metadata><o:vm><minGuaranteedMemoryMb type='int'>2048</minGuaranteedMemoryMb>" +
            "<clusterVersion>4.2</clusterVersion></o:vm></metadata></domain>",
            "qemu").Ovirt);

    [Fact]
    public void A_promise_of_ovirt_that_is_no_number_is_absent() => Assert.Equal(
        new OvirtMachine(null, null),
        DomainXml.Read(
            "<domain><metadata><o:vm xmlns:o='http://ovirt.org/vm/1.0'><o:minGuaranteedMemoryMb>-1</o:minGuaranteedMemoryMb></o:vm></metadata></domain>",
            "qemu").Ovirt);

    [Fact]
    public void The_policy_element_is_read() => Assert.Equal(
        new DomainWish { Enabled = false, Shares = 500 },
        DomainXml.Read(
            "<domain><metadata><balloon:policy xmlns:balloon='urn:balloon-exporter:policy:1' enabled='no' shares='500'/></metadata></domain>",
            "qemu").Wish);

    [Fact]
    public void A_note_that_the_instance_is_managed_is_read() => Assert.True(DomainXml.Read(
        "<domain><metadata><i:instance xmlns:i='urn:balloon-exporter:instance:1' managed='yes'/></metadata></domain>", "qemu").NotedAsManaged);

    [Theory]
    [InlineData("-2")]
    [InlineData("2.5")]
    [InlineData("99999999999")]
    [InlineData("")]
    public void A_period_that_is_none_counts_as_never(string period) => Assert.Equal(
        TimeSpan.Zero,
        DomainXml.Read($"<domain><devices><memballoon model='virtio'><stats period='{period}'/></memballoon></devices></domain>", "qemu").StatisticsPeriod);

    [Fact]
    public void An_almost_empty_domain_is_read() => Assert.Equal(Nothing("test"), DomainXml.Read("<domain/>", "test"));

    [Theory]
    [InlineData("")]
    [InlineData("<domain>")]
    [InlineData("not XML")]
    public void What_is_no_XML_is_an_exception_that_the_reader_expects(string xml) =>
        Assert.ThrowsAny<XmlException>(() => DomainXml.Read(xml, "qemu"));

    private static DomainFacts Nothing(string driver) =>
        new() { Driver = driver, Vfio = false, Hugepages = false, MemoryLocked = false, MemoryImmediate = false };

    private static DomainFacts Read(string fixture, string driver) => DomainXml.Read(Fixture.Text(fixture), driver);
}
