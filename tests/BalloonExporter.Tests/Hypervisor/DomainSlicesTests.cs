using BalloonExporter.Hypervisor;

namespace BalloonExporter.Tests.Hypervisor;

public sealed class DomainSlicesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Every_domain_is_in_one_slice_and_all_slices_have_their_share(int count)
    {
        var uuids = Enumerable.Range(0, 300).Select(number => new Guid($"00000000-0000-4000-8000-{number:d12}")).ToList();

        var slices = DomainSlices.Split(uuids, count);

        Assert.Equal(count, slices.Count);
        Assert.Equal(uuids.Order(), slices.SelectMany(slice => slice).Order());
        Assert.All(slices, slice => Assert.InRange(slice.Count, 300 / count * 7 / 10, (300 / count * 13 / 10) + 1));
    }

    [Fact]
    public void A_domain_stays_in_its_slice_when_others_come_and_go()
    {
        var uuids = Enumerable.Range(0, 50).Select(_ => Guid.NewGuid()).ToList();
        var before = DomainSlices.Split(uuids, 4);
        var after = DomainSlices.Split(uuids.Skip(25), 4);

        Assert.All(before.Zip(after), pair => Assert.Subset(pair.First.ToHashSet(), pair.Second.ToHashSet()));
    }
}
