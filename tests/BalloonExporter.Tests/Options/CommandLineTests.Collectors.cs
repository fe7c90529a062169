using BalloonExporter.Core.Model;

namespace BalloonExporter.Tests.Options;

/// <content>Which collectors are on.</content>
public sealed partial class CommandLineTests
{
    [Fact]
    public void Collectors_have_the_documented_defaults() => Assert.Equal(
        [
            CollectorName.Libvirt, CollectorName.Feedback, CollectorName.Host, CollectorName.Control, CollectorName.Process, CollectorName.Cgroup,
        ],
        Accepted().Collectors.Order());

    [Theory]
    [InlineData("--collector.ksm", CollectorName.Ksm, true)]
    [InlineData("--collector.openstack", CollectorName.Openstack, true)]
    [InlineData("--collector.host", CollectorName.Host, true)]
    [InlineData("--no-collector.ksm", CollectorName.Ksm, false)]
    [InlineData("--no-collector.host", CollectorName.Host, false)]
    [InlineData("--no-collector.cgroup", CollectorName.Cgroup, false)]
    public void A_collector_can_be_switched(string flag, CollectorName collector, bool on) =>
        Assert.Equal(on, Accepted(flag).Collectors.Contains(collector));

    [Theory]
    [InlineData("--no-collector.libvirt")]
    [InlineData("--no-collector.feedback")]
    [InlineData("--collector.cpu")]
    [InlineData("--collector.Ksm")]
    public void What_cannot_be_switched_is_refused(string flag) => Assert.Contains(flag, Refused(flag), StringComparison.Ordinal);

    [Fact]
    public void A_collector_both_on_and_off_is_refused() => Assert.Contains(
        "--collector.ksm and --no-collector.ksm", Refused("--collector.ksm", "--no-collector.ksm"), StringComparison.Ordinal);

    [Fact]
    public void Every_collector_but_those_that_are_always_on_can_be_switched() => Assert.Equal(
        Enum.GetValues<CollectorName>().Except([CollectorName.Libvirt, CollectorName.Feedback]).Order(),
        Enum.GetValues<CollectorName>().Where(collector => CanBeSwitched(collector.ToLabel())).Order());
}
