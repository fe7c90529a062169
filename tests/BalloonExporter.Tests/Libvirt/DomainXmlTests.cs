using System.Xml;
using BalloonExporter.Core.Model;
using BalloonExporter.Libvirt;

namespace BalloonExporter.Tests.Libvirt;

public sealed partial class DomainXmlTests
{
    private static readonly HypervisorDriver QemuDriver = new("qemu");

    [Fact]
    public void A_running_qemu_domain_is_read() => Assert.Equal(
        new DomainFacts
        {
            Driver = "qemu",
            Title = "Shop of A & B",
            Machine = "pc-q35-7.2",
            Architecture = "x86_64",
            BalloonModel = "virtio",
            Balloon = BalloonCapability.Manageable,
            HasProcess = true,
            HasStatisticsPeriod = true,
            AutoDeflate = true,
            FreePageReporting = true,
            StatisticsPeriod = TimeSpan.FromSeconds(2),
            Vfio = false,
            Hugepages = false,
            MemoryByHand = false,
            MemoryLocked = false,
            MemoryImmediate = false,
            NextMaximumKib = 4194304,
        },
        Read("qemu-full.xml", QemuDriver));

    [Fact]
    public void Attributes_that_are_not_set_are_off_and_without_a_period_the_guest_is_not_asked() => Assert.Equal(
        new DomainFacts
        {
            Driver = "qemu",
            Machine = "pc-i440fx-7.2",
            Architecture = "i686",
            BalloonModel = "virtio",
            Balloon = BalloonCapability.Manageable,
            HasProcess = true,
            HasStatisticsPeriod = true,
            AutoDeflate = false,
            FreePageReporting = false,
            StatisticsPeriod = TimeSpan.Zero,
            Vfio = false,
            Hugepages = false,
            MemoryByHand = false,
            MemoryLocked = false,
            MemoryImmediate = false,
        },
        Read("qemu-plain.xml", QemuDriver));

    [Fact]
    public void A_balloon_that_was_switched_off_is_told()
    {
        var facts = Read("qemu-none.xml", QemuDriver);

        Assert.Equal(("none", BalloonCapability.Fixed), (facts.BalloonModel, facts.Balloon));
    }

    [Theory]
    [InlineData("qemu", "<memballoon model='virtio'/>", BalloonCapability.Manageable)]
    [InlineData("qemu", "<memballoon model='virtio-transitional'/>", BalloonCapability.Manageable)]
    [InlineData("qemu", "<memballoon model='none'/>", BalloonCapability.Fixed)]
    [InlineData("qemu", "", BalloonCapability.Fixed)]
    [InlineData("test", "<memballoon model='virtio'/>", BalloonCapability.Manageable)]
    [InlineData("lxc", "", BalloonCapability.None)]
    [InlineData("lxc", "<memballoon model='virtio'/>", BalloonCapability.None)]
    public void What_can_be_done_with_the_memory_is_decided_by_driver_and_device(string driver, string device, BalloonCapability expected) =>
        Assert.Equal(expected, DomainXml.Read($"<domain><devices>{device}</devices></domain>", new HypervisorDriver(driver)).Balloon);

    [Fact]
    public void A_container_has_no_balloon_and_nothing_is_known_of_one() => Assert.Equal(
        Nothing("lxc", BalloonCapability.None) with { Architecture = "x86_64" }, Read("lxc.xml", new HypervisorDriver("lxc")));

    [Fact]
    public void What_pins_the_guests_memory_is_told()
    {
        var facts = Read("qemu-pinned.xml", QemuDriver);

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
    [InlineData("<disk type='file'><backingStore type='file'><backingStore type='nvme'/></backingStore></disk>", true)]
    [InlineData("<disk type='file'><mirror type='nvme'/></disk>", true)]
    [InlineData("<disk type='file'/><interface type='bridge'/>", false)]
    [InlineData("<hostdev mode='subsystem' type='usb'/><hostdev mode='subsystem' type='scsi'/>", false)]
    [InlineData("<controller type='pci'/>", false)]
    public void Devices_that_reach_into_the_guests_memory_are_found(string devices, bool vfio) =>
        Assert.Equal(vfio, DomainXml.Read($"<domain><devices>{devices}</devices></domain>", QemuDriver).Vfio);

    [Theory]
    [InlineData("<source><pagesize unit='KiB'>2048</pagesize></source>", true)]
    [InlineData("<target><size unit='KiB'>524288</size></target>", false)]
    public void A_plugged_module_of_huge_pages_is_found(string module, bool hugepages) => Assert.Equal(
        hugepages, DomainXml.Read($"<domain><devices><memory model='dimm'>{module}</memory></devices></domain>", QemuDriver).Hugepages);

    [Theory]
    [InlineData("<hugepages/>", true)]
    [InlineData("<hugepages><page size='2048' unit='KiB'/></hugepages>", true)]
    [InlineData("<hugepages><page size='2048'/></hugepages>", true)]
    [InlineData("<hugepages><page size='1' unit='G'/></hugepages>", true)]
    [InlineData("<hugepages><page size='2' unit='MB'/></hugepages>", true)]
    [InlineData("<hugepages><page size='4'/></hugepages>", false)]
    [InlineData("<hugepages><page size='4' unit='KiB'/></hugepages>", false)]
    [InlineData("<hugepages><page size='4' unit='k'/></hugepages>", false)]
    [InlineData("<hugepages><page size='4096' unit='b'/></hugepages>", false)]
    [InlineData("<hugepages><page size='4096' unit='bytes'/></hugepages>", false)]
    [InlineData("<hugepages><page size='4' unit='KB'/></hugepages>", false)]
    [InlineData("<hugepages><page size='4' unit='KiB' nodeset='0'/><page size='4' unit='KiB' nodeset='1'/></hugepages>", false)]
    [InlineData("<hugepages><page size='4' unit='KiB' nodeset='0'/><page size='2' unit='MiB' nodeset='1'/></hugepages>", true)]
    [InlineData("<hugepages><page size='4' unit='furlong'/></hugepages>", true)]
    [InlineData("<source type='memfd'/><access mode='shared'/>", false)]
    [InlineData("<source type='file'/><nosharepages/><discard/>", false)]
    public void Only_pages_larger_than_the_usual_ones_are_huge(string backing, bool hugepages) => Assert.Equal(
        hugepages, DomainXml.Read($"<domain><memoryBacking>{backing}</memoryBacking></domain>", QemuDriver).Hugepages);

    [Fact]
    public void Memory_devices_are_read_with_what_is_plugged_of_them()
    {
        var facts = DomainXml.Read(
            """
            <domain><devices>
              <memory model='dimm'><target><size unit='MiB'>256</size><node>0</node></target></memory>
              <memory model='nvdimm'><source><path>/x</path></source><target><size unit='GiB'>1</size><label><size unit='KiB'>128</size></label></target></memory>
              <memory model='virtio-pmem'><source><path>/y</path></source><target><size>524288</size></target></memory>
              <memory model='virtio-mem'><target><size unit='KiB'>524288</size><requested unit='MiB'>256</requested><current unit='KiB'>131072</current></target></memory>
              <memory model='virtio-mem'><target><size unit='KiB'>524288</size><requested unit='KiB'>0</requested></target></memory>
              <memory model='sgx-epc'><target><size unit='b'>16777216</size></target></memory>
              <memory model='of the future'><target/></memory>
            </devices></domain>
            """,
            QemuDriver);

        Assert.Equal(
            [
                new MemoryDevice("dimm", 256 * 1024),
                new MemoryDevice("nvdimm", 1024 * 1024),
                new MemoryDevice("virtio-pmem", 512 * 1024),
                new MemoryDevice("virtio-mem", 512 * 1024) { PluggedKib = 128 * 1024 },
                new MemoryDevice("virtio-mem", 512 * 1024) { PluggedKib = 0 },
                new MemoryDevice("sgx-epc", 16 * 1024),
            ],
            facts.MemoryDevices);
        Assert.Equal(128 * 1024, facts.PluggedKib);
    }

    [Theory]
    [InlineData("<allocation mode='ondemand'/>")]
    [InlineData("<allocation threads='8'/>")]
    [InlineData("<nosharepages/>")]
    public void Memory_allocated_as_it_is_used_is_not_immediate(string backing) => Assert.False(
        DomainXml.Read($"<domain><memoryBacking>{backing}</memoryBacking></domain>", QemuDriver).MemoryImmediate);

    [Fact]
    public void OpenStacks_names_are_read() => Assert.Equal(
        new OpenStackInstance("web & shop", "m1.small", "customers", "alice"), Read("openstack.xml", QemuDriver).OpenStack);

    [Fact]
    public void OpenStacks_older_metadata_is_read_and_what_is_missing_is_absent() => Assert.Equal(
        new OpenStackInstance("web", null, null, null),
        DomainXml.Read(
            "<domain><metadata><n:instance xmlns:n='http://openstack.org/xmlns/libvirt/nova/1.0'><n:name>web</n:name></n:instance></metadata></domain>",
            QemuDriver).OpenStack);

    [Fact]
    public void Another_tenants_instance_is_not_OpenStacks() => Assert.Null(
        DomainXml.Read("<domain><metadata><x:instance xmlns:x='http://example.org/'><x:name>web</x:name></x:instance></metadata></domain>", QemuDriver).OpenStack);

    [Fact]
    public void Ovirts_metadata_is_read() => Assert.Equal(new OvirtMachine("4.7", 1024 * 1024), Read("ovirt.xml", QemuDriver).Ovirt);

    [Fact]
    public void Ovirts_metadata_is_read_as_its_engine_writes_it() => Assert.Equal(
        new OvirtMachine("4.2", 2048 * 1024),
        DomainXml.Read(
            "<domain xmlns:o='http://ovirt.org/vm/1.0'><metadata><o:vm><minGuaranteedMemoryMb type='int'>2048</minGuaranteedMemoryMb>" +
            "<clusterVersion>4.2</clusterVersion></o:vm></metadata></domain>",
            QemuDriver).Ovirt);

    [Fact]
    public void A_promise_of_ovirt_that_is_no_number_is_absent() => Assert.Equal(
        new OvirtMachine(null, null),
        DomainXml.Read(
            "<domain><metadata><o:vm xmlns:o='http://ovirt.org/vm/1.0'><o:minGuaranteedMemoryMb>-1</o:minGuaranteedMemoryMb></o:vm></metadata></domain>",
            QemuDriver).Ovirt);

    [Fact]
    public void The_policy_element_is_read() => Assert.Equal(
        new PolicySpec { Enabled = false, Shares = 500 },
        DomainXml.Read(
            "<domain><metadata><balloon:policy xmlns:balloon='urn:balloon-exporter:policy:1' enabled='no' shares='500'/></metadata></domain>",
            QemuDriver).Policy);

    [Fact]
    public void A_note_that_the_instance_is_managed_is_read() => Assert.True(DomainXml.Read(
        "<domain><metadata><i:instance xmlns:i='urn:balloon-exporter:instance:1' managed='yes'/></metadata></domain>", QemuDriver).HasManagedMarker);

    [Theory]
    [InlineData("-2")]
    [InlineData("2.5")]
    [InlineData("99999999999")]
    [InlineData("")]
    public void A_period_that_is_none_counts_as_never(string period) => Assert.Equal(
        TimeSpan.Zero,
        DomainXml.Read($"<domain><devices><memballoon model='virtio'><stats period='{period}'/></memballoon></devices></domain>", QemuDriver).StatisticsPeriod);

    [Fact]
    public void An_almost_empty_domain_is_read() => Assert.Equal(Nothing("test", BalloonCapability.Fixed), DomainXml.Read("<domain/>", new HypervisorDriver("test")));

    [Theory]
    [InlineData("")]
    [InlineData("<domain>")]
    [InlineData("not XML")]
    public void What_is_no_XML_is_an_exception_that_the_reader_expects(string xml) =>
        Assert.ThrowsAny<XmlException>(() => DomainXml.Read(xml, QemuDriver));

    private static DomainFacts Nothing(string driver, BalloonCapability balloon) =>
        new() { Driver = driver, Balloon = balloon, Vfio = false, Hugepages = false, MemoryByHand = false, MemoryLocked = false, MemoryImmediate = false };

    private static DomainFacts Read(string fixture, HypervisorDriver driver) => DomainXml.Read(Fixture.Text(fixture), driver);
}
