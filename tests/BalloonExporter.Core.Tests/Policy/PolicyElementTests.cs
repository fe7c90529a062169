using System.Xml.Linq;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Tests.Policy;

public sealed class PolicyElementTests
{
    [Fact]
    public void All_that_can_be_said_is_read() =>
        Assert.Equal(
            new PolicySpec { Enabled = false, Floor = new Amount(1024 * 1024, null), Ceiling = new Amount(null, 0.75), Shares = 2000 },
            Element("""enabled="no" floor="1GiB" ceiling="75%" shares="2000" """));

    [Theory]
    [InlineData("1GiB", 1024L * 1024)]
    [InlineData("0", 0L)]
    [InlineData("0MiB", 0L)]
    [InlineData("25%", 512L * 1024)]
    public void Swap_of_the_guest_is_read_and_written_and_comes_before_what_is_declared_for_all(string swap, long kib)
    {
        var spec = Element($"swap=\"{swap}\"");

        Assert.Equal(kib, spec!.Swap!.OfKib(2 * 1024 * 1024));
        Assert.Equal(spec, PolicyElement.Read(XElement.Parse($"<policy xmlns=\"{PolicyElement.Namespace}\" swap=\"{PolicyElement.Write(spec)!.Attribute("swap")!.Value}\"/>")));
        var domain = GuardRails.Situation.ADomain() with { MaximumKib = 2 * 1024 * 1024, Facts = new DomainFacts { Policy = spec } };
        Assert.Equal(kib, EffectivePolicy.Of(domain, new Limits { GuestSwap = new Amount(7, null) })!.SwapKib);
    }

    [Fact]
    public void What_is_not_said_is_null() => Assert.Equal(new PolicySpec(), Element(""));

    [Fact]
    public void Yes_is_on() => Assert.True(Element("""enabled="yes" """)!.Enabled);

    [Fact]
    public void Without_metadata_or_the_exporters_element_there_is_no_policy()
    {
        Assert.Null(PolicyElement.Find(null));
        Assert.Null(PolicyElement.Find(XElement.Parse("""<metadata><nova:instance xmlns:nova="http://openstack.org/xmlns/libvirt/nova/1.1"/></metadata>""")));
    }

    [Theory]
    [InlineData("""enabled="maybe" shares="7" """, "enabled")]
    [InlineData("""enabled="" """, "enabled")]
    [InlineData("""enabled="Yes" """, "enabled")]
    [InlineData("""enabled="true" """, "enabled")]
    [InlineData("""floor="much" """, "floor")]
    [InlineData("""floor="-1GiB" """, "floor")]
    [InlineData("""floor="101%" """, "floor")]
    [InlineData("""ceiling="0%" """, "ceiling")]
    [InlineData("""ceiling="0" """, "ceiling")]
    [InlineData("""floor="2GiB" ceiling="1GiB" """, "floor")]
    [InlineData("""floor="50%" ceiling="25%" """, "floor")]
    [InlineData("""shares="0" """, "shares")]
    [InlineData("""shares="1000001" """, "shares")]
    [InlineData("""shares="1.5" """, "shares")]
    [InlineData("""swap="none" """, "swap")]
    [InlineData("""swap="-1" """, "swap")]
    [InlineData("""swap="" """, "swap")]
    [InlineData("""enable="no" """, "attribute enable")]
    [InlineData("""balloon:enabled="no" """, "enabled")]
    public void A_slip_of_the_pen_makes_the_whole_malformed_and_says_why(string attributes, string named)
    {
        var spec = Element(attributes)!;

        Assert.Contains(named, spec.Problem, StringComparison.Ordinal);
        Assert.Equal(PolicySpec.Malformed(spec.Problem!), spec);
    }

    [Theory]
    [InlineData("""<balloon:polcy xmlns:balloon="urn:balloon-exporter:policy:1" enabled="no"/>""", "polcy")]
    [InlineData("""<balloon:policy xmlns:balloon="urn:balloon-exporter:policy:1"><enabled>no</enabled></balloon:policy>""", "content")]
    [InlineData("""<balloon:policy xmlns:balloon="urn:balloon-exporter:policy:1">no</balloon:policy>""", "content")]
    [InlineData("""<a:policy xmlns:a="urn:balloon-exporter:policy:1"/><b:policy xmlns:b="urn:balloon-exporter:policy:1"/>""", "more than one")]
    public void Another_form_is_malformed_too(string inner, string named) =>
        Assert.Contains(named, PolicyElement.Find(XElement.Parse($"<metadata>{inner}</metadata>"))!.Problem, StringComparison.Ordinal);

    [Fact]
    public void What_goes_into_a_log_line_is_short()
    {
        var spec = Element($"floor=\"{new string('9', 5000)}\"");

        Assert.InRange(spec!.Problem!.Length, 1, 200);
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        var random = new Random(20261124);
        for (var round = 0; round < 20_000; round++)
        {
            var floor = AmountOf(random, 0.5);
            var spec = new PolicySpec
            {
                Enabled = random.Next(3) switch { 0 => null, 1 => true, _ => false },
                Floor = floor,
                Ceiling = random.Next(2) == 0 ? null : AmountOf(random, 0.5) is var more && floor is null ? more : Above(floor!, more),
                Shares = random.Next(2) == 0 ? null : random.Next(1, PolicySpec.MaximumShares + 1),
            };

            Assert.Equal(spec, Written(spec) ?? new PolicySpec());
        }

        static PolicySpec? Written(PolicySpec spec)
        {
            if (PolicyElement.Write(spec) is not { } element)
                return null;
            // As libvirt does it.
            element.Name = XName.Get(element.Name.LocalName, PolicyElement.Namespace);
            element.SetAttributeValue(XNamespace.Xmlns + PolicyElement.Prefix, PolicyElement.Namespace);
            return PolicyElement.Find(XElement.Parse($"<metadata>{element}</metadata>"));
        }

        static Amount AmountOf(Random random, double upTo) => random.Next(2) == 0
            ? new Amount(random.NextInt64(1, 1L << random.Next(1, 40)), null)
            : new Amount(null, Math.Round(1 + (random.NextDouble() * upTo * 99), random.Next(0, 6)) / 100);

        static Amount Above(Amount floor, Amount more) =>
            floor.Kib > more.Kib || floor.Share > more.Share ? floor : more;
    }

    private static PolicySpec? Element(string attributes) => PolicyElement.Find(XElement.Parse(
        $"""<metadata><balloon:policy xmlns:balloon="urn:balloon-exporter:policy:1" {attributes}/></metadata>"""));
}
