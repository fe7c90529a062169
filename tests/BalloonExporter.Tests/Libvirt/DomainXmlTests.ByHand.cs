using System.Xml.Linq;
using BalloonExporter.Libvirt;

namespace BalloonExporter.Tests.Libvirt;

/// <content>What is given to QEMU by hand.</content>
public sealed partial class DomainXmlTests
{
    [Theory]
    [InlineData("vfio-pci,host=01:00.0", true)]
    [InlineData("virtio-rng-pci", false)]
    public void A_device_given_to_QEMU_by_hand_is_found_too(string argument, bool vfio) => Assert.Equal(
        vfio,
        DomainXml.Read(
            $"<domain xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'><qemu:commandline><qemu:arg value='-device'/><qemu:arg value='{argument}'/>" +
            "</qemu:commandline></domain>",
            QemuDriver).Vfio);

    [Theory]
    [InlineData("-object|memory-backend-file,id=ram0,size=4G,mem-path=/dev/hugepages,share=on,prealloc=on", "hugepages immediate by_hand")]
    [InlineData("--object|memory-backend-file,id=ram0,mem-path=/mnt/HugePages-1G/a,,b", "hugepages by_hand")]
    [InlineData("-object|memory-backend-memfd,id=ram0,size=4G,hugetlb=on,hugetlbsize=2M", "hugepages by_hand")]
    [InlineData("-object|memory-backend-memfd,id=ram0,size=4G,hugetlb=off", "by_hand")]
    [InlineData("-object|qom-type=memory-backend-ram,id=ram0,size=4G,prealloc", "immediate by_hand")]
    [InlineData("-object|{\"qom-type\":\"memory-backend-memfd\",\"id\":\"ram0\",\"hugetlb\":true,\"prealloc\":false}", "hugepages by_hand")]
    [InlineData("-object|{\"qom-type\":\"memory-backend-file\",\"mem-path\":\"/dev/shm/x\",\"size\":1}", "by_hand")]
    [InlineData("-object|{'qom-type':'memory-backend-file','mem-path':'/dev/shm/x','prealloc':true}", "immediate by_hand")]
    [InlineData("-object={'qom-type': 'memory-backend-ram', 'id': 'ram0'}", "by_hand")]
    [InlineData("-object memory-backend-file,id=ram0,mem-path=/dev/shm/x", "by_hand")]
    [InlineData("-object=memory-backend-file,id=ram0,mem-path=/dev/hugepages", "hugepages by_hand")]
    [InlineData("-mem-path|/dev/hugepages", "hugepages by_hand")]
    [InlineData("-mem-path=/var/lib/ram", "by_hand")]
    [InlineData("-mem-prealloc", "immediate")]
    [InlineData("-mem-prealloc|-name|x", "immediate")]
    [InlineData("-machine|q35,memory-backend=ram0", "by_hand")]
    [InlineData("-numa|node,memdev=ram0", "by_hand")]
    [InlineData("-overcommit|mem-lock=on,cpu-pm=on", "locked")]
    [InlineData("-overcommit|cpu-pm=on,mem-lock=on-fault", "locked")]
    [InlineData("-overcommit=mem-lock=yes", "locked")]
    [InlineData("-overcommit|mem-lock=off", "")]
    [InlineData("-realtime|mlock=on", "locked")]
    [InlineData("-realtime|mlock=off", "")]
    [InlineData("-set|device.vm0.prealloc=on", "immediate")]
    [InlineData("-machine|confidential-guest-support=lsec0", "security")]
    [InlineData("-M|q35,memory-encryption=sev0", "security")]
    [InlineData("-object|sev-guest,id=sev0,cbitpos=47", "security")]
    [InlineData("-object|{\"qom-type\":\"tdx-guest\",\"id\":\"t\"}", "security")]
    [InlineData("-device|vfio-pci,host=01:00.0", "vfio")]
    [InlineData("-device|{\"driver\":\"vfio-pci\",\"host\":\"01:00.0\"}", "vfio")]
    [InlineData("-device=x-vfio-user-pci,socket=/run/x", "vfio")]
    [InlineData("-netdev|vhost-vdpa,vhostdev=/dev/vhost-vdpa-0,id=n0", "vfio")]
    [InlineData("-netdev|type=vhost-vdpa,id=n0", "vfio")]
    [InlineData("-drive|file=nvme://0000:01:00.0/1,if=none", "vfio")]
    [InlineData("-blockdev|driver=nvme,device=0000:01:00.0,namespace=1,node-name=d", "vfio")]
    [InlineData("-device|nvme,serial=x,drive=d", "")]
    [InlineData("-readconfig|/etc/qemu/more.cfg", "by_hand")]
    [InlineData("-name|guest=vfio-tests", "")]
    [InlineData("-smbios|type=1,serial=vdpa", "")]
    [InlineData("-device|virtio-rng-pci", "")]
    [InlineData("-cpu|host,migratable=off", "")]
    [InlineData("-object|{broken", "by_hand")]
    [InlineData("-object|{'qom-type':'memory-backend-file','mem-path':'/dev/shm/a\"b'}", "by_hand")]
    [InlineData("-object|{'qom-type':\"memory-backend-file\",'mem-path':'/dev/shm/a\\'b','prealloc':true}", "immediate by_hand")]
    [InlineData("-object|{\"qom-type\":\"memory-backend-file\",\"mem-path\":\"/dev/\\u0068ugepages\"}", "hugepages by_hand")]
    [InlineData("-object|{'qom-type':'rng-random','id':'it\\'s \"x\"'}", "")]
    [InlineData("-device|{\"driver\":\"vf\\u0069o-pci\"}", "vfio")]
    [InlineData("-global|driver=memory-backend-ram,property=prealloc,value=on", "immediate")]
    [InlineData("-global|value=on,property=prealloc,driver=memory-backend", "immediate")]
    [InlineData("-global|driver=memory-backend-ram,property=prealloc,value=off", "")]
    [InlineData("-global|memory-backend-ram.prealloc=on", "immediate")]
    [InlineData("-global|driver=memory-backend-memfd,property=hugetlb,value=on", "hugepages")]
    [InlineData("-global|driver=virtio-balloon-pci,property=free-page-hint,value=on", "")]
    public void What_is_given_to_QEMU_by_hand_is_understood(string arguments, string expected)
    {
        var lines = arguments.Split('|').Select(value => new XElement(Qemu + "arg", new XAttribute("value", value)));
        Assert.Equal(expected, ByHand(new XElement("domain", new XElement(Qemu + "commandline", lines))));
    }

    [Theory]
    [InlineData("prealloc", "true", "immediate")]
    [InlineData("prealloc", "false", "")]
    [InlineData("memdev", "ram0", "by_hand")]
    [InlineData("vhostdev", "/dev/vhost-vdpa-0", "vfio")]
    [InlineData("rombar", "0", "")]
    public void So_is_what_is_overridden(string name, string value, string expected) => Assert.Equal(expected, ByHand(
        new XElement("domain", new XElement(Qemu + "override", new XElement(Qemu + "device", new XAttribute("alias", "ua-x"), new XElement(
            Qemu + "frontend", new XElement(Qemu + "property", new XAttribute("name", name), new XAttribute("value", value))))))));

    private static readonly XNamespace Qemu = "http://libvirt.org/schemas/domain/qemu/1.0";

    private static string ByHand(XElement domain)
    {
        var facts = DomainXml.Read(domain.ToString(), QemuDriver);
        (bool? Found, string Word)[] found =
        [
            (facts.Vfio, "vfio"), (facts.LaunchSecurity is not null, "security"), (facts.Hugepages, "hugepages"), (facts.MemoryLocked, "locked"),
            (facts.MemoryImmediate, "immediate"), (facts.MemoryByHand, "by_hand"),
        ];
        return string.Join(' ', found.Where(each => each.Found == true).Select(each => each.Word));
    }
}
