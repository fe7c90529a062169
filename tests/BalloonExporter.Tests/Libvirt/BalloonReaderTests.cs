using BalloonExporter.Libvirt;

namespace BalloonExporter.Tests.Libvirt;

public sealed class BalloonReaderTests
{
    [Theory]
    [InlineData(0, 0, 10, 1)]
    [InlineData(40, 0, 10, 2)]
    [InlineData(40, 0.3, 10, 2)]
    [InlineData(40, 0.5, 10, 2.5)]
    [InlineData(40, 0.5, 4, 2)]
    [InlineData(1000, 0, 10, 5)]
    public void A_call_is_given_up_when_it_takes_longer_than_its_domains_explain_and_in_time_for_another(
        int domains, double usual, double left, double expected) =>
        Assert.Equal(
            TimeSpan.FromSeconds(expected),
            BalloonReader.AttemptFor(domains, TimeSpan.FromSeconds(usual), TimeSpan.FromSeconds(left)));
}
