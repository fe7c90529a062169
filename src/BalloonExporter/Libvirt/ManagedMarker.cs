using System.Xml.Linq;
using LibvirtSharp;

namespace BalloonExporter.Libvirt;

/// <summary>
/// A marker in the metadata of the running instance: its balloon was moved. It ends with the instance and is migrated with it, so that
/// any exporter knows that memory may be owed, even after an opt-out.
/// </summary>
internal static class ManagedMarker
{
    private const string Namespace = "urn:balloon-exporter:instance:1";
    private const string Prefix = "balloon-instance";

    public static bool IsIn(XElement? metadata) => metadata?.Elements().Any(element => element.Name.NamespaceName == Namespace) == true;

    public static void Set(LibvirtDomain domain) =>
        domain.SetMetadata(DomainMetadataType.Element, "<instance managed=\"yes\"/>", Prefix, Namespace, DomainModificationFlags.Live);
}
