using System.Xml.Linq;

namespace BalloonExporter.Libvirt;

/// <summary>
/// A stored definition whose balloon was replaced by <c>model='none'</c>, so that the next start has fixed memory whatever runs on the
/// host. The former device is kept in the metadata of the same definition and so survives as long as it does. Pure.
/// </summary>
internal static class FixedMemoryDefinition
{
    private const string Namespace = "urn:balloon-exporter:former-balloon:1";
    private const string Prefix = "balloon-former";

    private static readonly XName Former = XName.Get("former", Namespace);

    /// <summary>Whether a definition holds a former balloon.</summary>
    public static bool IsIn(XElement domain) => domain.Element("metadata")?.Element(Former) is not null;

    /// <summary>Whether there is a balloon to take away.</summary>
    public static bool HasBalloon(XElement domain) => BalloonOf(domain)?.Attribute("model")?.Value is not (null or "none");

    /// <summary>Takes the balloon away and keeps it. The definition has one.</summary>
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

    /// <summary>Puts the former balloon back, unless somebody has given the definition another one meanwhile. The definition holds a former one.</summary>
    /// <param name="domain">The definition.</param>
    /// <param name="keepAddress">False: somebody else may have the place on the bus by now, so libvirt is to choose another.</param>
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
