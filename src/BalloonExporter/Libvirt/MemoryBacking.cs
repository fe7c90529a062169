using System.Xml.Linq;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Libvirt;

/// <summary>What a domain's XML says its memory is made of. Shared memory and memfd are not in the way: their pages can be given back.</summary>
internal static class MemoryBacking
{
    /// <summary>Whether some of the memory is made of huge pages: of the domain itself, of some of its nodes, or of a memory device.</summary>
    public static bool IsOfHugepages(XElement domain) =>
        (domain.Element("memoryBacking")?.Element("hugepages") is { } hugepages && NamesHugePages(hugepages))
        || domain.Element("devices")?.Elements("memory").Elements("source").Elements("pagesize").Any(size => IsHuge(XmlSize.ToKib(size))) == true;

    private static bool NamesHugePages(XElement hugepages)
    {
        var pages = hugepages.Elements("page").ToList();
        // Without a size it is the host's usual one for huge pages.
        return pages.Count == 0 || pages.Exists(page => IsHuge(XmlSize.ToKib(page.Attribute("size")?.Value, page.Attribute("unit")?.Value)));
    }

    // Pages of the usual size may be named, too. A size that cannot be read counts as huge: doubt leaves the guest alone.
    private static bool IsHuge(long? pageKib) => pageKib is null || pageKib > Kib.FromBytes((long)Environment.SystemPageSize);
}
