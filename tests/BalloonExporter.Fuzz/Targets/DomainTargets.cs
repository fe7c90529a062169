using System.Xml;
using System.Xml.Linq;
using BalloonExporter.Core.Policy;
using BalloonExporter.Libvirt;

namespace BalloonExporter.Fuzz.Targets;

/// <summary>What libvirt holds of a domain: its definition, and the policy in its metadata.</summary>
internal static class DomainTargets
{
    public static Target Definition { get; } = Target.OfText("domain-xml", text =>
    {
        try
        {
            _ = DomainXml.Read(text, new HypervisorDriver("qemu"));
        }
        catch (XmlException)
        {
            // The domain is left alone.
        }
    });

    public static Target Policy { get; } = Target.OfText("policy-element", text =>
    {
        try
        {
            _ = PolicyElement.Find(XElement.Parse(text));
        }
        catch (XmlException)
        {
            // libvirt stores nothing that is no XML.
        }
    });
}
