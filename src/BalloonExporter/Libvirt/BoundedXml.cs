using System.Xml;
using System.Xml.Linq;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Libvirt;

/// <summary>Parses a domain's XML. Its metadata may contain anything.</summary>
internal static class BoundedXml
{
    // The limit of libvirt's own parser. Each level uses stack when text is concatenated.
    private const int MaximumDepth = 256;

    // Larger than libvirt's largest message.
    private const long MaximumLength = 32 * Kib.BytesPerMiB;

    private static readonly XmlReaderSettings Settings = new()
    {
        // Without a document type there are no entities that could expand.
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MaximumLength,
    };

    /// <summary>The root element.</summary>
    /// <param name="xml">The text.</param>
    /// <param name="options">Whether white space is kept.</param>
    /// <exception cref="XmlException">Not XML, too deep, or with a document type.</exception>
    public static XElement Parse(string xml, LoadOptions options = LoadOptions.None)
    {
        Check(xml);
        return XElement.Parse(xml, options);
    }

    private static void Check(string xml)
    {
        using var reader = XmlReader.Create(new StringReader(xml), Settings);
        while (reader.Read())
        {
            if (reader.Depth > MaximumDepth)
                throw new XmlException($"elements are nested deeper than {MaximumDepth} levels");
        }
    }
}
