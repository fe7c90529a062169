using System.Globalization;
using System.Xml.Linq;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Libvirt;

/// <summary>Reads the metadata that cloud platforms write into a domain's XML.</summary>
internal static class CloudMetadata
{
    // The version at the end varies (1.0, 1.1); the elements read here exist in all of them.
    private const string NovaNamespace = "http://openstack.org/xmlns/libvirt/nova/";
    private const string OvirtNamespace = "http://ovirt.org/vm/";

    public static OpenStackInstance? OpenStack(XElement? metadata)
    {
        if (Find(metadata, NovaNamespace, "instance") is not { } instance)
            return null;
        var nova = instance.Name.Namespace;
        var owner = instance.Element(nova + "owner");
        return new OpenStackInstance(
            Cut(instance.Element(nova + "name")?.Value),
            Cut(instance.Element(nova + "flavor")?.Attribute("name")?.Value),
            Cut(owner?.Element(nova + "project")?.Value),
            Cut(owner?.Element(nova + "user")?.Value));
    }

    public static OvirtMachine? Ovirt(XElement? metadata)
    {
        if (Find(metadata, OvirtNamespace, "vm") is not { } machine)
            return null;
        return new OvirtMachine(
            Cut(Child("clusterVersion")),
            int.TryParse(Child("minGuaranteedMemoryMb"), NumberStyles.None, CultureInfo.InvariantCulture, out var mebibytes) ? mebibytes * Kib.PerMiB : null);

        // The engine writes the elements without a namespace, vdsm with one.
        string? Child(string name) => machine.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value;
    }

    private static string? Cut(string? text) => text is null ? null : TextBounds.Cut(text);

    private static XElement? Find(XElement? metadata, string namespacePrefix, string name) =>
        metadata?.Elements().FirstOrDefault(element =>
            element.Name.LocalName == name && element.Name.NamespaceName.StartsWith(namespacePrefix, StringComparison.Ordinal));
}
