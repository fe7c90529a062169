using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using System.Xml.XPath;
using BalloonExporter.Core.Model;
using BalloonExporter.Libvirt;
using Xunit.Abstractions;

namespace BalloonExporter.Tests.Libvirt;

/// <summary>
/// Every domain XML of libvirt's own tests, against a second reading that shares no code with the first: XPath and patterns. Run by
/// tests/libvirt-xml.sh, which fetches them; without them there is nothing to do.
/// </summary>
public sealed partial class LibvirtsOwnXmlTests(ITestOutputHelper output)
{
    private static readonly string? Source = Environment.GetEnvironmentVariable("BALLOON_LIBVIRT_SOURCE");

    [Fact]
    public void All_are_read_and_a_second_reading_agrees()
    {
        if (Source is null)
            return;
        var (read, noXml, differences) = (0, 0, new List<string>());
        foreach (var path in Directory.EnumerateFiles(Source, "*.xml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var text = File.ReadAllText(path);
            XDocument document;
            try
            {
                document = XDocument.Parse(text);
            }
            catch (XmlException)
            {
                Assert.ThrowsAny<XmlException>(() => DomainXml.Read(text, new HypervisorDriver("qemu")));
                noXml++;
                continue;
            }

            if (document.Root!.Name != "domain")
                continue;
            read++;
            var (mine, second) = (Words(DomainXml.Read(text, new HypervisorDriver("qemu"))), Second(document));
            if (mine != second)
                differences.Add($"{path[Source.Length..]}: [{mine}] but [{second}]");
        }

        output.WriteLine($"{read} domains read, {noXml} files are no XML, {differences.Count} differ");
        Assert.True(differences.Count == 0, string.Join('\n', differences));
        Assert.InRange(read, 2000, int.MaxValue);
    }

    private static string Words(DomainFacts facts) => string.Join(' ', [
        $"vfio={facts.Vfio}", $"huge={facts.Hugepages}", $"locked={facts.MemoryLocked}", $"immediate={facts.MemoryImmediate}",
        $"hand={facts.MemoryByHand}", $"security={facts.LaunchSecurity is not null}", $"balloon={facts.BalloonModel}",
        .. facts.MemoryDevices.Select(device => $"{device.Model}:{device.SizeKib}:{device.PluggedKib}"),
    ]);

    private static string Second(XDocument document)
    {
        var byHand = string.Join('\n', Values("/domain/*[local-name()='commandline' and contains(namespace-uri(), '/qemu/')]/*[local-name()='arg']/@value"));
        var pages = Values("/domain/memoryBacking/hugepages/page").Count == 0
            ? Is("/domain/memoryBacking/hugepages")
            : Nodes("/domain/memoryBacking/hugepages/page").Exists(page => Kib(page.Attribute("size")!.Value, page.Attribute("unit")?.Value) > 4);
        var modules = Nodes("/domain/devices/memory/source/pagesize").Exists(size => Kib(size.Value, size.Attribute("unit")?.Value) > 4);
        var vfio = Is("/domain/devices/hostdev[@type='pci' or @type='mdev']")
            || Is("/domain/devices/interface[@type='hostdev' or @type='vdpa']")
            || Is("/domain/devices/disk[@type='nvme' or @type='vhostvdpa' or .//*[@type='nvme' or @type='vhostvdpa']]")
            || Pinning().IsMatch(byHand);
        var locked = Is("/domain/memoryBacking/locked") || Locking().IsMatch(byHand);
        var immediate = Is("/domain/memoryBacking/allocation[@mode='immediate']") || Preallocating().IsMatch(byHand);
        var security = Is("/domain/launchSecurity") || byHand.Contains("confidential-guest-support=", StringComparison.Ordinal);
        return string.Join(' ', [
            $"vfio={vfio}", $"huge={pages || modules || HugePath().IsMatch(byHand)}", $"locked={locked}", $"immediate={immediate}",
            $"hand={Backend().IsMatch(byHand)}", $"security={security}", $"balloon={Values("/domain/devices/memballoon[1]/@model").FirstOrDefault()}",
            .. Nodes("/domain/devices/memory[@model and target/size]").Select(device =>
                $"{device.Attribute("model")!.Value}:{Size(device, "size")}:{(device.Attribute("model")!.Value == "virtio-mem" ? Size(device, "current") ?? 0 : null)}"),
        ]);

        bool Is(string path) => Nodes(path).Count > 0;

        List<XElement> Nodes(string path) => [.. document.XPathSelectElements(path)];

        List<string> Values(string path) =>
            [.. ((IEnumerable<object>)document.XPathEvaluate(path)).Select(node => node is XAttribute attribute ? attribute.Value : ((XElement)node).Value)];
    }

    private static long? Size(XElement device, string name) => device.XPathSelectElement("target/" + name) is { } size
        ? Kib(size.Value, size.Attribute("unit")?.Value)
        : null;

    private static long Kib(string number, string? unit)
    {
        var bytes = long.Parse(number.Trim(), CultureInfo.InvariantCulture) * unit?.ToUpperInvariant() switch
        {
            null or "K" or "KIB" => 1024L,
            "B" or "BYTES" => 1,
            "KB" => 1000,
            "M" or "MIB" => 1L << 20,
            "MB" => 1000 * 1000,
            "G" or "GIB" => 1L << 30,
            "GB" => 1000 * 1000 * 1000,
            "T" or "TIB" => 1L << 40,
            _ => throw new FormatException(unit),
        };
        return (bytes + 1023) / 1024;
    }

    [GeneratedRegex("vfio|vdpa|nvme://")]
    private static partial Regex Pinning();

    [GeneratedRegex("mem-lock=on|mlock=on")]
    private static partial Regex Locking();

    [GeneratedRegex("mem-prealloc|prealloc=(on|yes)")]
    private static partial Regex Preallocating();

    [GeneratedRegex("mem-path[=\n][^,\n]*huge|hugetlb=on", RegexOptions.IgnoreCase)]
    private static partial Regex HugePath();

    [GeneratedRegex("memory-backend|mem-path|memdev=|readconfig")]
    private static partial Regex Backend();
}
