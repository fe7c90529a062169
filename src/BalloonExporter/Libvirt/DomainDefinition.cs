using System.Xml;
using BalloonExporter.Core.Model;
using LibvirtSharp;

namespace BalloonExporter.Libvirt;

/// <summary>Reads what libvirt holds of a domain: the running instance, and the definition that the next start will use.</summary>
internal static class DomainDefinition
{
    /// <summary>The facts of a domain; of one that does not run those of its next start.</summary>
    /// <exception cref="LibvirtException">The domain is gone, or libvirt refused.</exception>
    /// <exception cref="XmlException">What libvirt gave is no XML.</exception>
    public static DomainFacts Read(LibvirtDomain domain, HypervisorDriver driver)
    {
        var live = DomainXml.Read(domain.GetXml(), driver);
        // A domain without a stored definition gives its live one for it.
        var next = DomainXml.Read(domain.GetXml(DomainXmlFlags.Inactive), driver);
        return live with
        {
            NextPolicy = next.Policy,
            NextBalloon = next.Balloon,
            // A note that was copied into the stored definition says nothing of this instance.
            HasManagedMarker = live.HasManagedMarker && (!next.HasManagedMarker || !domain.IsPersistent),
        };
    }
}
