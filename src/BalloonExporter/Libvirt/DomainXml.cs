using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Libvirt;

/// <summary>Reads a domain's XML.</summary>
internal static class DomainXml
{
    /// <summary>Facts from the XML of a running domain.</summary>
    /// <exception cref="XmlException">Not XML.</exception>
    public static DomainFacts Read(string xml, HypervisorDriver driver)
    {
        var domain = BoundedXml.Parse(xml);
        var type = domain.Element("os")?.Element("type");
        var devices = domain.Element("devices");
        var balloon = devices?.Element("memballoon");
        var backing = domain.Element("memoryBacking");
        var metadata = domain.Element("metadata");
        var byHand = HandWrittenMemory.Read(domain);
        var facts = new DomainFacts
        {
            Driver = driver.Name,
            Balloon = driver.BalloonOf(balloon?.Attribute("model")?.Value),
            HasProcess = driver.RunsProcesses,
            HasStatisticsPeriod = driver.HasStatisticsPeriods,
            Title = Cut(domain.Element("title")?.Value),
            Machine = Cut(type?.Attribute("machine")?.Value),
            Architecture = Cut(type?.Attribute("arch")?.Value),
            BalloonModel = balloon?.Attribute("model")?.Value,
            // libvirt omits attributes that were not set; QEMU's default for both is off.
            AutoDeflate = balloon is null ? null : balloon.Attribute("autodeflate")?.Value == "on",
            FreePageReporting = balloon is null ? null : balloon.Attribute("freePageReporting")?.Value == "on",
            StatisticsPeriod = balloon is null ? null : Period(balloon.Element("stats")?.Attribute("period")?.Value),
            Vfio = byHand.Vfio || devices?.Elements().Any(PinsMemory) == true,
            Hugepages = byHand.Hugepages || MemoryBacking.IsOfHugepages(domain),
            MemoryByHand = byHand.Backend,
            MemoryDevices = MemoryDevices.Read(devices),
            MemoryLocked = byHand.Locked || backing?.Element("locked") is not null,
            MemoryImmediate = byHand.Immediate || backing?.Element("allocation")?.Attribute("mode")?.Value == "immediate",
            LaunchSecurity = domain.Element("launchSecurity") is { } security ? security.Attribute("type")?.Value ?? "unknown" : byHand.LaunchSecurity,
            Policy = PolicyElement.Find(metadata),
            HasManagedMarker = ManagedMarker.IsIn(metadata),
            OpenStack = CloudMetadata.OpenStack(metadata),
            Ovirt = CloudMetadata.Ovirt(metadata),
        };
        return facts with { NextMaximumKib = BalloonRam.MaximumKib(XmlSize.ToKib(domain.Element("memory")), facts) };
    }

    private static string? Cut(string? text) => text is null ? null : TextBounds.Cut(text);

    // A device with direct access to guest memory needs every page in place. NVMe disks are such devices too, anywhere in a disk's image
    // chain.
    private static bool PinsMemory(XElement device) => (device.Name.LocalName, device.Attribute("type")?.Value) switch
    {
        ("hostdev", "pci" or "mdev") or ("interface", "hostdev" or "vdpa") => true,
        ("disk", _) => device.DescendantsAndSelf().Any(image => image.Attribute("type")?.Value is "nvme" or "vhostvdpa"),
        _ => false,
    };

    // Without the element QEMU does not ask the guest for statistics.
    private static TimeSpan Period(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : TimeSpan.Zero;
}
