using System.Xml;
using BalloonExporter.Libvirt;

namespace BalloonExporter.Tests.Libvirt;

/// <summary>libvirt bounds what it stores itself; this is the bound that does not depend on it.</summary>
public sealed class BoundedXmlTests
{
    public static TheoryData<string> Bad { get; } =
    [
        "",
        "<domain>",
        Nested(258),
        Nested(100_000),
        "<!DOCTYPE d [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]><domain><title>&b;</title></domain>",
        "<domain><title>&#0;</title></domain>",
    ];

    [Theory]
    [MemberData(nameof(Bad))]
    public void What_is_no_domain_is_an_error_of_its_own_kind(string xml) => Assert.Throws<XmlException>(() => DomainXml.Read(xml, new HypervisorDriver("qemu")));

    [Fact]
    public void What_libvirt_would_store_is_read() => Assert.NotNull(DomainXml.Read(Nested(256), new HypervisorDriver("qemu")));

    [Fact]
    public void Texts_of_the_metadata_are_cut() =>
        Assert.Equal(new string('t', 255) + "…", DomainXml.Read($"<domain><title>{new string('t', 1_000_000)}</title></domain>", new HypervisorDriver("qemu")).Title);

    [Fact]
    public void A_malformed_policy_is_told_in_few_words()
    {
        var spec = DomainXml.Read(
            $"<domain><metadata><p:{new string('x', 100_000)} xmlns:p='urn:balloon-exporter:policy:1'/></metadata></domain>", new HypervisorDriver("qemu")).Policy;

        Assert.InRange(spec!.Problem!.Length, 1, 100);
    }

    private static string Nested(int depth) =>
        "<domain><metadata>" + string.Concat(Enumerable.Repeat("<a>", depth - 2)) + string.Concat(Enumerable.Repeat("</a>", depth - 2)) + "</metadata></domain>";
}
