using System.Xml.Linq;
using LibvirtSharp;

namespace BalloonExporter.Libvirt;

/// <summary>
/// A note in the metadata of a running instance, and only there: its balloon was moved. It ends with the instance and travels with
/// it to other hosts, so whoever looks later knows that memory may be owed to it, whatever has been opted out of since.
/// </summary>
internal static class ManagedMarker
{
    private const string Namespace = "urn:balloon-exporter:instance:1";
    private const string Prefix = "balloon-instance";

    public static bool IsIn(XElement? metadata) => metadata?.Elements().Any(element => element.Name.NamespaceName == Namespace) == true;

    public static void Set(LibvirtDomain domain) =>
        domain.SetMetadata(DomainMetadataType.Element, "<instance managed=\"yes\"/>", Prefix, Namespace, DomainModificationFlags.Live);
}
