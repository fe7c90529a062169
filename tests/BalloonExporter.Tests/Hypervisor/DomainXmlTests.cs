using System.Xml;
using BalloonExporter.Domains;
using BalloonExporter.Hypervisor;

namespace BalloonExporter.Tests.Hypervisor;

public sealed class DomainXmlTests
{
    [Fact]
    public void A_running_qemu_domain_is_read() => Assert.Equal(
        new DomainFacts
        {
            Driver = "qemu",
            Title = "Shop of A & B",
            Machine = "pc-q35-7.2",
            Architecture = "x86_64",
            BalloonModel = "virtio",
            AutoDeflate = true,
            FreePageReporting = true,
            StatisticsPeriod = TimeSpan.FromSeconds(2),
        },
        Read("qemu-full.xml", "qemu"));

    [Fact]
    public void Attributes_that_nobody_set_are_off_and_without_a_period_nobody_asks_the_guest() => Assert.Equal(
        new DomainFacts
        {
            Driver = "qemu",
            Machine = "pc-i440fx-7.2",
            Architecture = "i686",
            BalloonModel = "virtio",
            AutoDeflate = false,
            FreePageReporting = false,
            StatisticsPeriod = TimeSpan.Zero,
        },
        Read("qemu-plain.xml", "qemu"));

    [Fact]
    public void A_balloon_that_was_switched_off_is_told() => Assert.Equal("none", Read("qemu-none.xml", "qemu").BalloonModel);

    [Fact]
    public void A_container_has_no_balloon_and_nothing_is_known_of_one() => Assert.Equal(
        new DomainFacts { Driver = "lxc", Architecture = "x86_64" }, Read("lxc.xml", "lxc"));

    [Theory]
    [InlineData("-2")]
    [InlineData("2.5")]
    [InlineData("99999999999")]
    [InlineData("")]
    public void A_period_that_is_none_counts_as_never(string period) => Assert.Equal(
        TimeSpan.Zero,
        DomainXml.Read($"<domain><devices><memballoon model='virtio'><stats period='{period}'/></memballoon></devices></domain>", "qemu").StatisticsPeriod);

    [Fact]
    public void An_almost_empty_domain_is_read() => Assert.Equal(new DomainFacts { Driver = "test" }, DomainXml.Read("<domain/>", "test"));

    [Theory]
    [InlineData("")]
    [InlineData("<domain>")]
    [InlineData("not XML")]
    public void What_is_no_XML_is_an_exception_that_the_reader_expects(string xml) =>
        Assert.ThrowsAny<XmlException>(() => DomainXml.Read(xml, "qemu"));

    private static DomainFacts Read(string fixture, string driver) => DomainXml.Read(Fixture.Text(fixture), driver);
}
