using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using BalloonExporter.Domains;

namespace BalloonExporter.Hypervisor;

/// <summary>Reads a domain's XML.</summary>
internal static class DomainXml
{
    /// <summary>The facts that the XML of a running domain holds.</summary>
    /// <exception cref="XmlException">Not XML.</exception>
    public static DomainFacts Read(string xml, string driver)
    {
        var domain = XElement.Parse(xml);
        var type = domain.Element("os")?.Element("type");
        var balloon = domain.Element("devices")?.Element("memballoon");
        return new DomainFacts
        {
            Driver = driver,
            Title = domain.Element("title")?.Value,
            Machine = type?.Attribute("machine")?.Value,
            Architecture = type?.Attribute("arch")?.Value,
            BalloonModel = balloon?.Attribute("model")?.Value,
            // libvirt leaves the attributes out when nobody set them; QEMU's default for both is off.
            AutoDeflate = balloon is null ? null : balloon.Attribute("autodeflate")?.Value == "on",
            FreePageReporting = balloon is null ? null : balloon.Attribute("freePageReporting")?.Value == "on",
            StatisticsPeriod = balloon is null ? null : Period(balloon.Element("stats")?.Attribute("period")?.Value),
        };
    }

    // Without the element QEMU never asks the guest.
    private static TimeSpan Period(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : TimeSpan.Zero;
}
