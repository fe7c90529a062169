using BalloonExporter.Core.Model;
using static BalloonExporter.Core.Tests.GuardRails.Situation;

namespace BalloonExporter.Core.Tests.Model;

public sealed class NewestPerDomainTests
{
    private static readonly Guid Other = new("99999999-2222-3333-4444-555555555555");

    private readonly NewestPerDomain<BalloonRequest> _newest = new(request => request);

    [Fact]
    public void Requests_for_different_domains_do_not_supersede_each_other()
    {
        Assert.False(_newest.Add(At(-5), Noon, out var one));
        Assert.False(_newest.Add(At(-5) with { Uuid = Other }, Noon, out var two));

        Assert.Equal((null, null, 2), (one, two, _newest.Count));
        Assert.True(_newest.Contains(Uuid));
        Assert.True(_newest.Contains(Other));
    }

    [Theory]
    [InlineData(-9, -5)]
    [InlineData(-5, -9)]
    public void Of_two_for_one_domain_the_newest_counts_in_whatever_order_they_come(int first, int second)
    {
        _newest.Add(At(first), Noon, out _);

        Assert.True(_newest.Add(At(second), Noon, out var superseded));

        Assert.Equal(At(-9), superseded);
        Assert.Equal([At(-5)], _newest.TakeAll());
    }

    [Fact]
    public void Of_two_that_are_equal_the_one_that_was_there_counts()
    {
        var (one, two) = (At(-5), At(-5));
        _newest.Add(one, Noon, out _);

        Assert.True(_newest.Add(two, Noon, out var superseded));

        Assert.Same(two, superseded);
        Assert.Same(one, Assert.Single(_newest.TakeAll()));
    }

    [Fact]
    public void What_was_taken_out_is_forgotten()
    {
        _newest.Add(At(-5), Noon, out _);
        _newest.TakeAll();

        Assert.Equal(0, _newest.Count);
        Assert.False(_newest.Add(At(-9), Noon, out _));
    }

    private static BalloonRequest At(int second) => Asking(4 * GiB, Noon + TimeSpan.FromSeconds(second));
}
