using System.Xml.Linq;

namespace BalloonExporter.Libvirt;

/// <summary>
/// A stored definition whose balloon was replaced by <c>model='none'</c>, so that the next start has fixed memory. The former device is
/// kept in the metadata of the same definition. Pure.
/// </summary>
internal static class FixedMemoryDefinition
{
    private const string Namespace = "urn:balloon-exporter:former-balloon:1";
    private const string Prefix = "balloon-former";

    private static readonly XName Former = XName.Get("former", Namespace);

    /// <summary>Whether a definition contains a former balloon.</summary>
    public static bool IsIn(XElement domain) => domain.Element("metadata")?.Element(Former) is not null;

    /// <summary>Whether the definition has a balloon to remove.</summary>
    public static bool HasBalloon(XElement domain) => BalloonOf(domain)?.Attribute("model")?.Value is not (null or "none");

    /// <summary>Removes the balloon and keeps it in the metadata. The definition must have one.</summary>
    public static void Fix(XElement domain)
    {
        var balloon = BalloonOf(domain)!;
        var metadata = domain.Element("metadata");
        if (metadata is null)
            domain.Add(metadata = new XElement("metadata"));
        metadata.Element(Former)?.Remove();
        metadata.Add(new XElement(Former, new XAttribute(XNamespace.Xmlns + Prefix, Namespace), new XElement(balloon)));
        balloon.ReplaceWith(new XElement("memballoon", new XAttribute("model", "none")));
    }

    /// <summary>Restores the former balloon, unless the definition was given another one meanwhile. The definition must contain a former one.</summary>
    /// <param name="domain">The definition.</param>
    /// <param name="keepAddress">False: the address on the bus may be in use by now, so libvirt chooses another.</param>
    public static void Unpin(XElement domain, bool keepAddress)
    {
        var former = domain.Element("metadata")!.Element(Former)!;
        former.Remove();
        if (HasBalloon(domain) || former.Element("memballoon") is not { } balloon)
            return;
        if (!keepAddress)
            balloon.Elements("address").Remove();
        BalloonOf(domain)?.Remove();
        domain.Element("devices")?.Add(balloon);
    }

    private static XElement? BalloonOf(XElement domain) => domain.Element("devices")?.Element("memballoon");
}
