using System.Xml.Linq;
using BalloonExporter.Libvirt;

namespace BalloonExporter.Tests.Libvirt;

public sealed class FixedMemoryDefinitionTests
{
    private const string Balloon =
        "<memballoon model='virtio' autodeflate='on'><stats period='5'/><address type='pci' slot='0x05'/></memballoon>";

    private const string OptOut = "<balloon:policy xmlns:balloon='urn:balloon-exporter:policy:1' enabled='no'/>";

    [Fact]
    public void A_pinned_definition_has_no_balloon_and_the_former_one_comes_back_as_it_was()
    {
        var before = Definition(Balloon);
        var definition = new XElement(before);

        FixedMemoryDefinition.Fix(definition);
        Assert.Equal("none", definition.Element("devices")!.Element("memballoon")!.Attribute("model")!.Value);
        Assert.True(FixedMemoryDefinition.IsIn(definition));
        Assert.False(FixedMemoryDefinition.HasBalloon(definition));

        FixedMemoryDefinition.Unpin(definition, keepAddress: true);
        Assert.False(FixedMemoryDefinition.IsIn(definition));
        Assert.Equal(before.Element("devices")!.Elements("memballoon").Single().ToString(), definition.Element("devices")!.Elements("memballoon").Single().ToString());
    }

    [Fact]
    public void Metadata_are_made_where_there_are_none_and_what_others_wrote_stays()
    {
        var bare = XElement.Parse($"<domain><devices>{Balloon}</devices></domain>");
        FixedMemoryDefinition.Fix(bare);
        Assert.True(FixedMemoryDefinition.IsIn(bare));

        var definition = Definition(Balloon, "<n:instance xmlns:n='http://openstack.org/xmlns/libvirt/nova/1.1'/>");
        FixedMemoryDefinition.Fix(definition);
        FixedMemoryDefinition.Unpin(definition, keepAddress: true);
        Assert.Single(definition.Element("metadata")!.Elements());
    }

    [Fact]
    public void A_place_on_the_bus_that_is_taken_by_now_can_be_given_up()
    {
        var definition = Definition(Balloon);
        FixedMemoryDefinition.Fix(definition);

        FixedMemoryDefinition.Unpin(definition, keepAddress: false);

        var balloon = definition.Element("devices")!.Element("memballoon")!;
        Assert.Null(balloon.Element("address"));
        Assert.Equal("5", balloon.Element("stats")!.Attribute("period")!.Value);
    }

    [Fact]
    public void A_balloon_restored_meanwhile_by_an_operator_stays()
    {
        var definition = Definition(Balloon);
        FixedMemoryDefinition.Fix(definition);
        definition.Element("devices")!.Element("memballoon")!.ReplaceWith(XElement.Parse("<memballoon model='virtio-transitional'/>"));

        FixedMemoryDefinition.Unpin(definition, keepAddress: true);

        Assert.Equal("virtio-transitional", definition.Element("devices")!.Element("memballoon")!.Attribute("model")!.Value);
        Assert.False(FixedMemoryDefinition.IsIn(definition));
    }

    [Theory]
    [InlineData(OptOut, true, true)]
    [InlineData(OptOut, false, null)]
    [InlineData("<balloon:policy xmlns:balloon='urn:balloon-exporter:policy:1' enabled='yes'/>", true, null)]
    [InlineData("<balloon:policy xmlns:balloon='urn:balloon-exporter:policy:1' enabled='maybe'/>", true, null)]
    [InlineData("", true, null)]
    public void Only_a_well_formed_opt_out_takes_a_balloon_away_and_only_when_that_is_wanted(string metadata, bool pin, bool? pinned) =>
        Assert.Equal(pinned, PolicyMetadata.Reconciliation(Definition(Balloon, metadata), pin));

    [Theory]
    [InlineData(OptOut, null)]
    [InlineData("<balloon:policy xmlns:balloon='urn:balloon-exporter:policy:1' enabled='yes'/>", false)]
    [InlineData("<balloon:policy xmlns:balloon='urn:balloon-exporter:policy:1' enabled='maybe'/>", null)]
    [InlineData("", false)]
    public void A_pinned_definition_is_restored_when_it_does_not_opt_out_any_more(string metadata, bool? pinned)
    {
        var definition = Definition(Balloon, metadata);
        FixedMemoryDefinition.Fix(definition);

        Assert.Equal(pinned, PolicyMetadata.Reconciliation(definition, pin: true));
    }

    [Fact]
    public void A_definition_that_never_had_a_balloon_is_left_as_it_is()
    {
        Assert.Null(PolicyMetadata.Reconciliation(Definition("<memballoon model='none'/>", OptOut), pin: true));
        Assert.Null(PolicyMetadata.Reconciliation(Definition("<memballoon model='none'/>"), pin: true));
    }

    private static XElement Definition(string balloon, string metadata = "") =>
        XElement.Parse($"<domain><metadata>{metadata}</metadata><devices><disk type='file'/>{balloon}</devices></domain>");
}
