using BalloonExporter.Core.Needs;
using CsCheck;

namespace BalloonExporter.Core.Tests.Needs;

public sealed class WaterFillTests
{
    private static readonly Gen<(long Amount, long[] Limits, double[] Weights)> GenFill =
        from limits in Gen.Long[0, 1000].Array[0, 12]
        from weights in Gen.Double[0.1, 10].Array[limits.Length]
        from amount in Gen.Long[0, 8000]
        select (amount, limits, weights);

    [Fact]
    public void It_is_divided_by_weight() => Assert.Equal([100, 200, 300], WaterFill.Divide(600, [1000, 1000, 1000], [1, 2, 3]));

    [Fact]
    public void What_one_cannot_take_goes_to_the_others() => Assert.Equal([50, 275, 275], WaterFill.Divide(600, [50, 1000, 1000], [1, 1, 1]));

    [Fact]
    public void More_than_all_can_take_is_not_divided() => Assert.Equal([10, 20], WaterFill.Divide(1000, [10, 20], [1, 1]));

    [Fact]
    public void Parts_keep_to_their_limits_and_add_up() => GenFill.Sample(fill =>
    {
        var parts = WaterFill.Divide(fill.Amount, fill.Limits, fill.Weights);

        Assert.All(parts.Zip(fill.Limits), each => Assert.InRange(each.First, 0, each.Second));
        var expected = Math.Min(fill.Amount, fill.Limits.Sum());
        // Each may lose less than one to rounding.
        Assert.InRange(parts.Sum(), expected - fill.Limits.Length, expected);
    });

    [Fact]
    public void Shares_keep_between_least_and_most_and_add_up() => GenFill.Sample(fill =>
    {
        var most = fill.Limits.Select(limit => limit * 2).ToArray();
        var parts = WaterFill.Share(fill.Amount, fill.Limits, most, fill.Weights);

        Assert.All(parts.Zip(fill.Limits.Zip(most)), each => Assert.InRange(each.First, each.Second.First, each.Second.Second));
        var expected = Math.Clamp(fill.Amount, fill.Limits.Sum(), most.Sum());
        Assert.InRange(parts.Sum(), expected - fill.Limits.Length, expected);
    });
}
