using System.Xml;
using BalloonExporter.Core.Model;
using LibvirtSharp;

namespace BalloonExporter.Libvirt;

/// <summary>Reads the XML of a domain: that of the running instance, and the definition for the next start.</summary>
internal static class DomainDefinition
{
    /// <summary>Facts of a domain; of an inactive one, those of its next start.</summary>
    /// <exception cref="LibvirtException">The domain is gone, or libvirt refused.</exception>
    /// <exception cref="XmlException">libvirt returned invalid XML.</exception>
    public static DomainFacts Read(LibvirtDomain domain, HypervisorDriver driver)
    {
        var live = DomainXml.Read(domain.GetXml(), driver);
        // A transient domain returns its live XML here too.
        var next = DomainXml.Read(domain.GetXml(DomainXmlFlags.Inactive), driver);
        return live with
        {
            NextPolicy = next.Policy,
            NextBalloon = next.Balloon,
            NextStatisticsPeriod = next.StatisticsPeriod,
            NextMaximumKib = next.NextMaximumKib,
            // A marker that was copied into the stored definition says nothing about this instance.
            HasManagedMarker = live.HasManagedMarker && (!next.HasManagedMarker || !domain.IsPersistent),
        };
    }
}
