using BalloonExporter.Libvirt;

namespace BalloonExporter.Tests.Libvirt;

public sealed class DomainSlicesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(7)]
    public void Every_domain_is_in_one_slice_and_all_slices_have_their_share(int count)
    {
        var uuids = Some(300);

        var slices = new DomainSlices(count).Split(uuids);

        Assert.Equal(count, slices.Count);
        Assert.Equal(uuids.Order(), slices.SelectMany(slice => slice).Order());
        AssertEven(slices);
    }

    [Fact]
    public void With_fewer_domains_than_slices_some_are_empty()
    {
        var slices = new DomainSlices(4).Split(Some(3));

        Assert.Equal([0, 1, 1, 1], slices.Select(slice => slice.Count).Order());
    }

    [Fact]
    public void Domains_stay_in_their_slices_when_others_come()
    {
        var uuids = Some(50);
        var slices = new DomainSlices(4);
        var before = slices.Split(uuids);
        var after = slices.Split([.. Some(7), .. uuids]);

        Assert.All(before.Zip(after), pair => Assert.Subset(pair.Second.ToHashSet(), pair.First.ToHashSet()));
        AssertEven(after);
    }

    [Fact]
    public void When_a_whole_slice_goes_no_more_domains_move_than_must()
    {
        var slices = new DomainSlices(4);
        var before = slices.Split(Some(40));
        var left = before.Skip(1).SelectMany(slice => slice).ToList();
        var after = slices.Split(left);

        Assert.Equal(left.Order(), after.SelectMany(slice => slice).Order());
        AssertEven(after);
        // 30 domains are left for four slices: the empty one gets seven or eight.
        Assert.Equal(after[0].Count, before.Skip(1).Zip(after.Skip(1)).Sum(pair => pair.First.Except(pair.Second).Count()));
    }

    [Fact]
    public void A_read_keeps_the_slices_it_was_given_while_another_one_splits()
    {
        var slices = new DomainSlices(2);
        var first = slices.Split(Some(20));
        var seen = first.Select(slice => slice.ToList()).ToList();
        slices.Split(Some(5));

        Assert.Equal(seen, first);
    }

    private static List<Guid> Some(int count) => [.. Enumerable.Range(0, count).Select(_ => Guid.NewGuid())];

    private static void AssertEven(IReadOnlyList<IReadOnlyCollection<Guid>> slices) =>
        Assert.InRange(slices.Max(slice => slice.Count) - slices.Min(slice => slice.Count), 0, 1);
}
