using System.Xml.Linq;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Libvirt;

/// <summary>Kind of a domain's memory, from its XML. Shared memory and memfd are fine: their pages can be given back.</summary>
internal static class MemoryBacking
{
    /// <summary>Whether some memory consists of huge pages: of the domain, of a NUMA node, or of a memory device.</summary>
    public static bool IsOfHugepages(XElement domain) =>
        (domain.Element("memoryBacking")?.Element("hugepages") is { } hugepages && NamesHugePages(hugepages))
        || domain.Element("devices")?.Elements("memory").Elements("source").Elements("pagesize").Any(size => IsHuge(XmlSize.ToKib(size))) == true;

    private static bool NamesHugePages(XElement hugepages)
    {
        var pages = hugepages.Elements("page").ToList();
        // Without a size it is the host's default huge page size.
        return pages.Count == 0 || pages.Exists(page => IsHuge(XmlSize.ToKib(page.Attribute("size")?.Value, page.Attribute("unit")?.Value)));
    }

    // Pages of the normal size may be listed too. An unreadable size counts as huge: in doubt the guest is left alone.
    private static bool IsHuge(long? pageKib) => pageKib is null || pageKib > Kib.FromBytes((long)Environment.SystemPageSize);
}
