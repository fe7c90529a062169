using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using BalloonExporter.Domains;
using BalloonExporter.Policy;

namespace BalloonExporter.Hypervisor;

/// <summary>Reads a domain's XML.</summary>
internal static class DomainXml
{
    private static readonly XNamespace QemuNamespace = "http://libvirt.org/schemas/domain/qemu/1.0";

    /// <summary>The facts that the XML of a running domain holds.</summary>
    /// <exception cref="XmlException">Not XML.</exception>
    public static DomainFacts Read(string xml, string driver)
    {
        var domain = BoundedXml.Parse(xml);
        var type = domain.Element("os")?.Element("type");
        var devices = domain.Element("devices");
        var balloon = devices?.Element("memballoon");
        var backing = domain.Element("memoryBacking");
        var metadata = domain.Element("metadata");
        return new DomainFacts
        {
            Driver = driver,
            Title = Cut(domain.Element("title")?.Value),
            Machine = Cut(type?.Attribute("machine")?.Value),
            Architecture = Cut(type?.Attribute("arch")?.Value),
            BalloonModel = balloon?.Attribute("model")?.Value,
            // libvirt leaves the attributes out when nobody set them; QEMU's default for both is off.
            AutoDeflate = balloon is null ? null : balloon.Attribute("autodeflate")?.Value == "on",
            FreePageReporting = balloon is null ? null : balloon.Attribute("freePageReporting")?.Value == "on",
            StatisticsPeriod = balloon is null ? null : Period(balloon.Element("stats")?.Attribute("period")?.Value),
            Vfio = (devices?.Elements().Any(PinsMemory) ?? false) || HasVfioArgument(domain),
            Hugepages = backing?.Element("hugepages") is not null || devices?.Elements("memory").Any(IsOfHugepages) == true,
            MemoryLocked = backing?.Element("locked") is not null,
            MemoryImmediate = backing?.Element("allocation")?.Attribute("mode")?.Value == "immediate",
            LaunchSecurity = domain.Element("launchSecurity")?.Attribute("type")?.Value,
            Wish = PolicyElement.Find(metadata),
            NotedAsManaged = InstanceNote.IsIn(metadata),
            OpenStack = CloudMetadata.OpenStack(metadata),
            Ovirt = CloudMetadata.Ovirt(metadata),
        };
    }

    private static string? Cut(string? text) => text is null ? null : TextBounds.Cut(text);

    // A device that reads and writes the guest's memory by itself needs every page where it is. NVMe disks are such devices, too.
    private static bool PinsMemory(XElement device) => (device.Name.LocalName, device.Attribute("type")?.Value) is
        ("hostdev", "pci" or "mdev") or ("interface", "hostdev" or "vdpa") or ("disk", "nvme" or "vhostvdpa");

    // Devices that libvirt knows nothing of, given to QEMU by hand.
    private static bool HasVfioArgument(XElement domain) =>
        domain.Elements(QemuNamespace + "commandline").Elements(QemuNamespace + "arg")
            .Any(argument => argument.Attribute("value")?.Value.Contains("vfio", StringComparison.Ordinal) == true);

    // A memory module says which pages it is made of only when they are not the usual ones.
    private static bool IsOfHugepages(XElement module) => module.Element("source")?.Element("pagesize") is not null;

    // Without the element QEMU never asks the guest.
    private static TimeSpan Period(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : TimeSpan.Zero;
}
